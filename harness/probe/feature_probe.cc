// SPDX-License-Identifier: MIT
#include "feature_probe.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "control_groups.h"
#include "deadline.h"
#include "kernel_filesystem.h"
#include "libc_symbols.h"
#include "memory_probe.h"
#include "open_kvm.h"
#include "open_perf_event.h"
#include "other_call_table.h"
#include "rct/abi.h"
#include "rct/file.h"
#include "rct/uninterrupted.h"

namespace rct {
namespace {

pid_t Wait(pid_t child, int* status) {
  return Uninterrupted([&] { return waitpid(child, status, 0); });
}

std::string AuxvTells(unsigned long size, const char* field) {
  const unsigned long feature_size = getauxval(kAuxFeatureSize);
  if (feature_size == 0) return "AT_RSEQ_FEATURE_SIZE is absent";
  if (feature_size < size)
    return "AT_RSEQ_FEATURE_SIZE is " + std::to_string(feature_size) + ", before " + field;
  return "";
}

// Unknown flags, a misaligned area and length 0: even a kernel that wrongly accepts one of them refuses the
// call, so probing changes nothing.
std::string Rseq() {
  return syscall(RCT_NR_RSEQ, 1L, 0, 1 << 30, 0) == -1 && errno == ENOSYS ? "rseq(2) is not implemented" : "";
}

std::string ExtendedArea() { return AuxvTells(1, "any field"); }
std::string NodeId() { return AuxvTells(offsetof(Area, mm_cid), "node_id's end"); }
std::string MmCid() { return AuxvTells(offsetof(Area, slice_ctrl), "mm_cid's end"); }

std::string MembarrierRseq() {
  // QUERY is not reliable: 5.10 to 5.10.95 have the commands but do not report them. So try the fence: in a
  // process that is not registered for it, a kernel with the command fails with EPERM and registers nothing.
  const long fenced = syscall(SYS_membarrier, kMembarrierRseq, 0, 0);
  return fenced == 0 || errno == EPERM ? "" : "membarrier(PRIVATE_EXPEDITED_RSEQ) is refused";
}

std::string MembarrierGetRegistrations() {
  return syscall(SYS_membarrier, kMembarrierGetRegistrations, 0, 0) >= 0
             ? ""
             : "MEMBARRIER_CMD_GET_REGISTRATIONS is refused";
}

std::string PtraceRseqConfiguration() {
  const pid_t child = fork();
  if (child == -1) return "fork failed";
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == -1) _exit(1);  // a debugger traces it
    raise(SIGSTOP);
    _exit(0);
  }
  int status = 0;
  RseqConfiguration configuration[2]{};  // room for a kernel that writes too much
  if (Wait(child, &status) != child || !WIFSTOPPED(status)) return "PTRACE_TRACEME is refused";
  const long copied =
      syscall(SYS_ptrace, kPtraceGetRseqConfiguration, child, sizeof configuration[0], configuration);
  kill(child, SIGKILL);
  Wait(child, &status);
  return copied >= 0 ? "" : "PTRACE_GET_RSEQ_CONFIGURATION is refused";
}

// Steps a stopped child, then kills it wherever it is.
std::string SingleStep() {
  constexpr int kTurns = 1'000'000;
  const pid_t child = fork();
  if (child == -1) return "fork failed";
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == -1) _exit(1);  // a debugger traces it
    raise(SIGSTOP);
    for (volatile int turns = 0; turns < kTurns; turns = turns + 1) continue;
    _exit(0);  // it was not stopped in time: the CPU cannot single-step
  }
  int status = 0;
  bool stepped = Wait(child, &status) == child && WIFSTOPPED(status);
  for (int steps = 0; stepped && steps < 100; ++steps)
    stepped = ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 && Wait(child, &status) == child &&
              WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP;
  if (WIFSTOPPED(status)) kill(child, SIGKILL);
  while (Wait(child, &status) == child && WIFSTOPPED(status)) continue;
  return stepped ? "" : "PTRACE_SINGLESTEP is refused, stops by another signal, or does not stop";
}

// In an unregistered thread, enabling the extension fails with ENXIO if it is available; if it is not
// configured, or disabled at boot, it fails with ENOTSUPP first. The child of vfork(2) is unregistered,
// whatever libc did.
std::string SliceExtension() {
  volatile int error = 0;
  // NOLINTNEXTLINE(bugprone-unsafe-functions): no other child is unregistered
  const pid_t child = vfork();
  if (child == -1) return "vfork failed";
  if (child == 0) {
    if (syscall(SYS_prctl, kPrctlSliceExtension, kSliceSet, kSliceEnable, 0, 0) == -1) error = errno;
    _exit(0);
  }
  Wait(child, nullptr);
  return error == ENXIO ? "" : "PR_RSEQ_SLICE_EXTENSION is refused with errno " + std::to_string(error);
}

std::string SeccompFilter() {
  const unsigned action = SECCOMP_RET_ERRNO;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0 ? ""
                                                                         : "seccomp has no SECCOMP_RET_ERRNO";
}

std::string SeccompUserNotification() {
  const unsigned action = SECCOMP_RET_USER_NOTIF;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0
             ? ""
             : "seccomp has no SECCOMP_RET_USER_NOTIF";
}

// To enable a trace event or a performance event, the kernel patches its own code. QEMU's TCG does not always
// survive that: sometimes another CPU executes a breakpoint that is already gone ("Oops: int3", seen with
// 7.2.22 and kernel 7.3.4).
bool PatchingIsUnsafe() { return getenv("RSEQCT_EMULATED") != nullptr; }
constexpr char kPatchingIsUnsafe[] = "it is not safe to switch one on under emulation";

std::string TraceEvents() {
  if (PatchingIsUnsafe()) return kPatchingIsUnsafe;
  const std::string tracefs = Tracefs();
  if (tracefs.empty()) return "tracefs is not mounted, and cannot be";
  if (access((tracefs + "/events/rseq").c_str(), X_OK) == 0 &&
      access((tracefs + "/instances").c_str(), W_OK) == 0)
    return "";
  return errno == EACCES ? "tracefs is not permitted" : "events/rseq is absent in tracefs";
}

// Makes a group to see if one can be made.
std::string ControlGroup(const std::string& directory) {
  if (directory.empty()) return "no control group of that kind can be made";
  rmdir(directory.c_str());
  return "";
}
std::string ControlGroupFreezer() { return ControlGroup(MakeFreezerGroup()); }
std::string ControlGroupCpu() { return ControlGroup(MakeCpuGroup()); }
std::string ControlGroupCpuset() { return ControlGroup(MakeCpusetGroup()); }

std::string IoUring() {
  char parameters[120] = {};  // struct io_uring_params
  if (File(syscall(SYS_io_uring_setup, 1, parameters))) return "";
  return errno == EPERM ? "io_uring is not permitted" : "io_uring_setup(2) is refused";
}

std::string RseqInDebugfs() {
  const std::string debugfs = Debugfs();
  if (debugfs.empty()) return "debugfs is not mounted, and cannot be";
  if (access((debugfs + "/rseq/debug").c_str(), R_OK) == 0) return "";
  return errno == EACCES ? "debugfs is not permitted" : "rseq is absent in debugfs";
}

std::string RseqCounters() {
  std::string missing = RseqInDebugfs();
  if (!missing.empty()) return missing;
  return access((Debugfs() + "/rseq/stats").c_str(), R_OK) == 0 ? "" : "rseq/stats is absent in debugfs";
}

std::string SchedExt() {
  std::string missing = OwnMachine();
  if (!missing.empty()) return missing;
  if (getenv("RSEQCT_EMULATED") != nullptr) return "it is not safe to switch it on under emulation";
  return access("/sys/kernel/sched_ext/state", R_OK) == 0 && access("/sys/kernel/btf/vmlinux", R_OK) == 0
             ? ""
             : "sched_ext, or a description of the kernel's types, is absent";
}

// In a child, which tries to become such a thread.
std::string DeadlineScheduling() {
  const pid_t child = fork();
  if (child == -1) return "fork failed";
  if (child == 0) _exit(TryBecomeDeadline() ? 0 : errno);
  int status = 0;
  Wait(child, &status);
  return status == 0 ? "" : "SCHED_DEADLINE is refused with errno " + std::to_string(WEXITSTATUS(status));
}

std::string LibcRegistration() { return &__rseq_size != nullptr ? "" : "libc says nothing of rseq"; }

// There must be a CPU to take offline; on many machines the first one cannot go.
std::string CpuHotplug() {
  std::string missing = OwnMachine();
  if (!missing.empty()) return missing;
  if (access("/sys/devices/system/cpu/cpu1/online", W_OK) != 0) return "no CPU can be taken offline";
  // To take a CPU offline, all CPUs spin until every one has arrived. Emulated CPUs share the host's CPUs:
  // with 64 this takes minutes, and the kernel reports that they hang.
  constexpr long kEmulated = 16;
  return getenv("RSEQCT_EMULATED") != nullptr && sysconf(_SC_NPROCESSORS_ONLN) > kEmulated
             ? "it takes too long with so many emulated CPUs"
             : "";
}

std::string PerfEvent(int file, const char* name) {
  if (File(file)) return "";
  return errno == EACCES || errno == EPERM ? "perf_event_open(2) is not permitted" : name;
}

// At an address that is never executed.
std::string BreakpointSignals() {
  if (PatchingIsUnsafe()) return kPatchingIsUnsafe;
  static const std::uint64_t nowhere = 0;
  return PerfEvent(OpenBreakpoint(reinterpret_cast<std::uintptr_t>(&nowhere)),
                   "a breakpoint that signals is refused");
}

// In a file that cannot have one: the kernel checks the permission before the file.
std::string Uprobes() {
  if (PatchingIsUnsafe()) return kPatchingIsUnsafe;
  if (access("/sys/bus/event_source/devices/uprobe/type", R_OK) != 0)
    return "/sys/bus/event_source/devices/uprobe is absent";
  const int file = OpenUprobe("/", 0);
  return file == -1 && errno == EINVAL ? "" : PerfEvent(file, "a uprobe is refused");
}

std::string CpuClockSampling() {
  if (PatchingIsUnsafe()) return kPatchingIsUnsafe;
  return PerfEvent(OpenCpuClock(0, 1'000'000'000), "sampling the CPU clock is refused");
}

// Enables it for a moment with a range that covers every call, so that nothing is intercepted.
std::string SyscallUserDispatch() {
  constexpr int kSetUserDispatch = 59;  // PR_SET_SYSCALL_USER_DISPATCH, since 5.11
  if (prctl(kSetUserDispatch, 1L, 0L, -1L, 0L) != 0) return "PR_SET_SYSCALL_USER_DISPATCH is refused";
  prctl(kSetUserDispatch, 0L, 0L, 0L, 0L);
  return "";
}

std::string Vdso() { return getauxval(AT_SYSINFO_EHDR) != 0 ? "" : "AT_SYSINFO_EHDR is absent"; }

// getppid(2) by its x32 number. Only on x86_64: arm answers such a number with SIGILL.
std::string X32() {
  if (RCT_ABI != std::string_view("x86_64")) return "x32 is x86_64's";
  constexpr long kX32 = 0x40000000;  // __X32_SYSCALL_BIT
  return syscall(kX32 + 110) == getppid() ? "" : "a system call by its x32 number is refused";
}

constexpr Feature kFeatures[] = {
    {"rseq", Rseq},
    {"extended-area", ExtendedArea},
    {"node-id", NodeId},
    {"mm-cid", MmCid},
    {"membarrier-rseq", MembarrierRseq},
    {"membarrier-get-registrations", MembarrierGetRegistrations},
    {"ptrace-rseq-configuration", PtraceRseqConfiguration},
    {"single-step", SingleStep},
    {"slice-extension", SliceExtension},
    {"seccomp-filter", SeccompFilter},
    {"seccomp-user-notification", SeccompUserNotification},
    {"userfaultfd", memory_probe::Userfaultfd},
    {"userfaultfd-user-mode", memory_probe::UserModeFaults},
    {"trace-events", TraceEvents},
    {"protection-keys", memory_probe::ProtectionKeys},
    {"libc-registration", LibcRegistration},
    {"deadline-scheduling", DeadlineScheduling},
    {"io-uring", IoUring},
    {"kvm", WhyNoVirtualMachine},
    {"other-call-table", WhyNoOtherCallTable},
    {"tagged-addresses", memory_probe::TaggedAddresses},
    {"userfaultfd-write-protection", memory_probe::UserfaultfdWriteProtection},
    {"debugfs", RseqInDebugfs},
    {"rseq-stats", RseqCounters},
    {"own-machine", OwnMachine},
    {"sched-ext", SchedExt},
    {"page-merging", memory_probe::PageMerging},
    {"page-collapse", memory_probe::PageCollapse},
    {"huge-pages", memory_probe::HugePages},
    {"cpu-hotplug", CpuHotplug},
    {"control-group-freezer", ControlGroupFreezer},
    {"control-group-cpu", ControlGroupCpu},
    {"control-group-cpuset", ControlGroupCpuset},
    {"execute-only-memory", memory_probe::ExecuteOnlyMemory},
    {"breakpoint-signals", BreakpointSignals},
    {"uprobes", Uprobes},
    {"cpu-clock-sampling", CpuClockSampling},
    {"syscall-user-dispatch", SyscallUserDispatch},
    {"vdso", Vdso},
    {"x32", X32},
    {"branch-target-identification", memory_probe::BranchTargetIdentification},
};

}  // namespace

// RSEQCT_OWN_MACHINE says so. The runner sets it on the kernel command line of a machine that it booted; a
// user who sets it by hand allows the suite to change the machine.
bool IsRoot() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct has[_LINUX_CAPABILITY_U32S_3]{};
  constexpr std::uint32_t kWanted = 1u << CAP_SYS_ADMIN | 1u << CAP_SYS_NICE;
  return geteuid() == 0 && syscall(SYS_capget, &header, has) == 0 && (has[0].effective & kWanted) == kWanted;
}

std::string OwnMachine() {
  if (getenv("RSEQCT_OWN_MACHINE") == nullptr) return "nothing says that the machine is ours to change";
  return IsRoot() ? "" : "it cannot be changed without the privileges of root";
}

std::span<const Feature> Features() { return kFeatures; }

const Feature* FindFeature(std::string_view name) {
  for (const Feature& feature : kFeatures)
    if (name == feature.name) return &feature;
  return nullptr;
}

}  // namespace rct

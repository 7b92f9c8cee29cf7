// SPDX-License-Identifier: MIT
#include "feature_probe.h"

#include <linux/seccomp.h>
#include <sys/auxv.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "rct/abi.h"

namespace rct {
namespace {

std::string AuxvTells(unsigned long size, const char* field) {
  const unsigned long feature_size = getauxval(kAuxFeatureSize);
  if (feature_size == 0) return "AT_RSEQ_FEATURE_SIZE is absent";
  if (feature_size < size)
    return "AT_RSEQ_FEATURE_SIZE is " + std::to_string(feature_size) + ", before " + field;
  return "";
}

// rseq(NULL, 0, 0, 0) can never succeed, registered or not; only where there is no rseq(2) it fails with
// ENOSYS.
std::string Rseq() {
  return syscall(RCT_NR_RSEQ, nullptr, 0, 0, 0) == -1 && errno == ENOSYS ? "rseq(2) is not implemented" : "";
}

std::string ExtendedArea() { return AuxvTells(1, "any field"); }
std::string NodeId() { return AuxvTells(offsetof(Area, mm_cid), "node_id's end"); }
std::string MmCid() { return AuxvTells(offsetof(Area, slice_ctrl), "mm_cid's end"); }

std::string MembarrierRseq() {
  // QUERY is no evidence: 5.10 to 5.10.95 have the commands and do not tell. A bad flag is refused with
  // EINVAL either way, so ask for the registration itself, which changes nothing that a case could see.
  const long registered = syscall(SYS_membarrier, kMembarrierRegisterRseq, 0, 0);
  return registered == 0 ? "" : "membarrier(REGISTER_PRIVATE_EXPEDITED_RSEQ) is refused";
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
    ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    raise(SIGSTOP);
    _exit(0);
  }
  int status = 0;
  RseqConfiguration configuration{};
  long copied = -1;
  if (waitpid(child, &status, 0) == child && WIFSTOPPED(status))
    copied = syscall(SYS_ptrace, kPtraceGetRseqConfiguration, child, sizeof configuration, &configuration);
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return copied >= 0 ? "" : "PTRACE_GET_RSEQ_CONFIGURATION is refused";
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

constexpr Feature kFeatures[] = {
    {"rseq", Rseq},
    {"extended-area", ExtendedArea},
    {"node-id", NodeId},
    {"mm-cid", MmCid},
    {"membarrier-rseq", MembarrierRseq},
    {"membarrier-get-registrations", MembarrierGetRegistrations},
    {"ptrace-rseq-configuration", PtraceRseqConfiguration},
    {"seccomp-filter", SeccompFilter},
    {"seccomp-user-notification", SeccompUserNotification},
};

}  // namespace

std::span<const Feature> Features() { return kFeatures; }

const Feature* FindFeature(std::string_view name) {
  for (const Feature& feature : kFeatures)
    if (name == feature.name) return &feature;
  return nullptr;
}

}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/syscall.h"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ostream>
#include <sstream>

#include "other_call_table.h"
#include "rct/verdict.h"

namespace rct {
namespace {

std::string Hex(unsigned long long value) {
  std::ostringstream out;
  out << "0x" << std::hex << value;
  return out.str();
}

std::string FlagsName(int flags) {
  switch (flags) {
    case 0:
      return "0";
    case kUnregister:
      return "UNREGISTER";
    default:
      return Hex(static_cast<unsigned>(flags));
  }
}

SyscallResult Done(long value, std::string call) {
  const int error = value == -1 ? errno : 0;
  return {value, error, std::move(call)};
}

}  // namespace

std::string ErrnoName(int error) {
  if (error == 0) return "no error";
  const char* name =
      error == 524 ? "ENOTSUPP" : strerrorname_np(error);  // internal to the kernel; libc has no name for 524
  return std::string(name != nullptr ? name : "unknown error") + " (" + std::to_string(error) + ")";
}

std::ostream& operator<<(std::ostream& out, const SyscallResult& result) {
  out << result.call << " = " << result.value;
  if (result.value == -1) out << " " << ErrnoName(result.error);
  return out;
}

SyscallResult Rseq(const volatile void* area, std::uint32_t length, int flags, std::uint32_t signature) {
  errno = 0;
  const long value = syscall(RCT_NR_RSEQ, area, length, flags, signature);
  const int error = errno;
  std::string call = "rseq(" + Hex(reinterpret_cast<std::uintptr_t>(area)) + ", " + std::to_string(length) +
                     ", " + FlagsName(flags) + ", " + Hex(signature) + ")";
  errno = error;
  return Done(value, std::move(call));
}

SyscallResult RseqRegisters(unsigned long area, unsigned long length, unsigned long flags,
                            unsigned long signature) {
  errno = 0;
  const long value = syscall(RCT_NR_RSEQ, area, length, flags, signature);
  const int error = errno;
  std::string call = "rseq(" + Hex(area) + ", " + Hex(length) + ", " + Hex(flags) + ", " + Hex(signature) +
                     ") in whole registers";
  errno = error;
  return Done(value, std::move(call));
}

SyscallResult RseqOfOtherTable(const volatile void* area, std::uint32_t length, int flags,
                               std::uint32_t signature) {
  Needs("other-call-table");
  const auto address = reinterpret_cast<std::uintptr_t>(area);
  const long result =
      CallOfOtherTable(kOtherTableRseq, address, length, static_cast<unsigned>(flags), signature);
  const bool failed = result < 0 && result > -4096;
  return {failed ? -1 : result, failed ? static_cast<int>(-result) : 0,
          "rseq(" + Hex(address) + ", " + std::to_string(length) + ", " + FlagsName(flags) + ", " +
              Hex(signature) + ") of the other table"};
}

SyscallResult Membarrier(int command, unsigned flags, int cpu) {
  errno = 0;
  const long value = syscall(SYS_membarrier, command, flags, cpu);
  const int error = errno;
  std::string call = "membarrier(" + Hex(static_cast<unsigned>(command)) + ", " + std::to_string(flags) +
                     ", " + std::to_string(cpu) + ")";
  errno = error;
  return Done(value, std::move(call));
}

SyscallResult GetRseqConfiguration(pid_t tracee, std::size_t size, void* buffer) {
  errno = 0;
  const long value = syscall(SYS_ptrace, kPtraceGetRseqConfiguration, tracee, size, buffer);
  const int error = errno;
  std::string call = "ptrace(GET_RSEQ_CONFIGURATION, " + std::to_string(tracee) + ", " +
                     std::to_string(size) + ", " + Hex(reinterpret_cast<std::uintptr_t>(buffer)) + ")";
  errno = error;
  return Done(value, std::move(call));
}

}  // namespace rct

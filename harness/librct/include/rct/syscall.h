// SPDX-License-Identifier: MIT
// System calls made directly, without libc, and their results.
#ifndef RCT_SYSCALL_H_
#define RCT_SYSCALL_H_

#include <sys/types.h>

#include <cstdint>
#include <iosfwd>
#include <string>

#include "rct/abi.h"

namespace rct {

// What one system call returned, and how it was called, so that a failed expectation explains itself.
struct SyscallResult {
  long value;        // -1 if it failed
  int error;         // errno if it failed, else 0
  std::string call;  // "rseq(0x7f0000001000, 32, UNREGISTER, 0x53053053)"
};
std::ostream& operator<<(std::ostream& out, const SyscallResult& result);

// rseq(2). The arguments are passed unchecked.
SyscallResult Rseq(const volatile void* area, std::uint32_t length, int flags, std::uint32_t signature);
// The same with whole registers, for cases about the upper halves.
SyscallResult RseqRegisters(unsigned long area, unsigned long length, unsigned long flags,
                            unsigned long signature);

// rseq(2) by the system-call table of 32-bit programs, in a 64-bit one. Skips without "other-call-table".
SyscallResult RseqOfOtherTable(const volatile void* area, std::uint32_t length, int flags,
                               std::uint32_t signature);

// membarrier(2); `cpu` counts only if `flags` has kMembarrierCpu.
SyscallResult Membarrier(int command, unsigned flags = 0, int cpu = 0);

// PTRACE_GET_RSEQ_CONFIGURATION of a stopped tracee; the kernel may write `size` bytes to `buffer`.
SyscallResult GetRseqConfiguration(pid_t tracee, std::size_t size, void* buffer);

// "EINVAL (22)"; 0 is "no error".
std::string ErrnoName(int error);

}  // namespace rct

#endif  // RCT_SYSCALL_H_

// SPDX-License-Identifier: MIT
// System calls made directly, without libc's help, and what they returned.
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
  long value;        // -1 where it failed
  int error;         // errno where it failed, else 0
  std::string call;  // "rseq(0x7f0000001000, 32, UNREGISTER, 0x53053053)"
};
std::ostream& operator<<(std::ostream& out, const SyscallResult& result);

// rseq(2). None of the arguments is checked or touched here.
SyscallResult Rseq(const volatile void* area, std::uint32_t length, int flags, std::uint32_t signature);
// The same with whole registers, for what the upper halves may hold.
SyscallResult RseqRegisters(unsigned long area, unsigned long length, unsigned long flags,
                            unsigned long signature);

// rseq(2) by the system calls of 32-bit programs, made by a 64-bit one. Skips without "other-call-table".
SyscallResult RseqOfOtherTable(const volatile void* area, std::uint32_t length, int flags,
                               std::uint32_t signature);

// membarrier(2); `cpu` counts only with kMembarrierCpu in `flags`.
SyscallResult Membarrier(int command, unsigned flags = 0, int cpu = 0);

// PTRACE_GET_RSEQ_CONFIGURATION of a stopped tracee; `size` bytes may be written to `buffer`.
SyscallResult GetRseqConfiguration(pid_t tracee, std::size_t size, void* buffer);

// "EINVAL (22)"; 0 is "no error".
std::string ErrnoName(int error);

}  // namespace rct

#endif  // RCT_SYSCALL_H_

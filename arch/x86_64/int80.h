// SPDX-License-Identifier: MIT
// System calls of the 32-bit table, made by 64-bit code.
#ifndef RCT_ARCH_X86_64_INT80_H_
#define RCT_ARCH_X86_64_INT80_H_

namespace rct {

inline constexpr int kNrRseq32 = 386;  // arch/x86/entry/syscalls/syscall_32.tbl
inline constexpr int kNrGetpid32 = 20;

// What the kernel returned: a value, or the negative of an errno.
inline long Int80(long number, unsigned long a, unsigned long b, unsigned long c, unsigned long d) {
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d)
                   : "memory", "r8", "r9", "r10", "r11");
  return static_cast<int>(result);
}

}  // namespace rct

#endif  // RCT_ARCH_X86_64_INT80_H_

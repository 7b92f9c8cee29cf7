// SPDX-License-Identifier: MIT
// libc's own registration. All other cases run with it turned off.
#ifndef RCT_LIBC_H_
#define RCT_LIBC_H_

#include "rct/abi.h"

namespace rct {

// At namespace scope of a case: libc registers each of its threads, if it can.
#define LIBC_REGISTERS [[maybe_unused]] static const bool rct_libc_registers = ::rct::LetLibcRegister()
bool LetLibcRegister();

// What libc reports of the calling thread's registration (glibc: sys/rseq.h).
struct LibcRseq {
  Area* area;
  std::uint32_t size;  // of the fields in use; 0 if libc did not register
  std::uint32_t flags;
};
LibcRseq Libc();  // skips without "libc-registration"

// The length that libc passed. libc does not report it, so this looks for the length for which the kernel
// answers that the thread is already registered. Throws Broken.
std::uint32_t LibcLength();

}  // namespace rct

#endif  // RCT_LIBC_H_

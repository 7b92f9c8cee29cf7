// SPDX-License-Identifier: MIT
// libc's own registration, which every other case does without.
#ifndef RCT_LIBC_H_
#define RCT_LIBC_H_

#include "rct/abi.h"

namespace rct {

// At namespace scope of a case: libc registers every thread of it, if it can.
#define LIBC_REGISTERS [[maybe_unused]] static const bool rct_libc_registers = ::rct::LetLibcRegister()
bool LetLibcRegister();

// What libc tells of the calling thread's registration (glibc: sys/rseq.h).
struct LibcRseq {
  Area* area;
  std::uint32_t size;  // of the fields in use; 0 where libc did not register
  std::uint32_t flags;
};
LibcRseq Libc();  // skips without "libc-registration"

// The length that libc passed, of which it tells nothing: the one with which the kernel says that the thread
// is registered already. Throws Broken.
std::uint32_t LibcLength();

}  // namespace rct

#endif  // RCT_LIBC_H_

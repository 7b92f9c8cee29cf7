// SPDX-License-Identifier: MIT
#include "rct/libc.h"

#include <sys/auxv.h>

#include <cerrno>

#include "libc_registers.h"
#include "libc_symbols.h"
#include "rct/registration.h"
#include "rct/syscall.h"
#include "rct/verdict.h"

namespace rct {

bool libc_registers = false;
std::string libc_disobeys;

bool LetLibcRegister() { return libc_registers = true; }

LibcRseq Libc() {
  Needs("libc-registration");
  auto* const thread = static_cast<std::byte*>(__builtin_thread_pointer());
  return {reinterpret_cast<Area*>(thread + __rseq_offset), __rseq_size, __rseq_flags};
}

std::uint32_t LibcLength() {
  const LibcRseq libc = Libc();
  for (const std::uint32_t length : {kOriginalSize, LengthOf(Mode::kExtended)})
    if (Rseq(libc.area, length, 0, kSignature).error == EBUSY) return length;
  throw Broken("libc's registration has an unknown length, or there is none");
}

}  // namespace rct

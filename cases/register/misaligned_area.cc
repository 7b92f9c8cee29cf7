// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, MisalignedAreaIsRefused) {
  VERIFIES("register.misaligned-area");
  AreaMemory memory(mode);
  for (const std::size_t offset : {1, 2, 4, 8, 16}) {
    EXPECT_THAT(Rseq(memory.page().begin() + offset, memory.length(), 0, kSignature), FailsWith(EINVAL));
    Rseq(memory.page().begin() + offset, memory.length(), kUnregister,
         kSignature);  // undoes a call that wrongly succeeded
  }

  // Control: if it is aligned, the same area is accepted.
  CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LengthBelow32IsRefused) {
  VERIFIES("register.short-length");
  AreaMemory memory;
  for (const std::uint32_t length : {0, 1, 20, 28, 31}) {
    EXPECT_THAT(Rseq(memory.get(), length, 0, kSignature), FailsWith(EINVAL));
    Rseq(memory.get(), length, kUnregister, kSignature);  // undoes a call that wrongly succeeded
  }

  // Control: the original size of 32 bytes is accepted.
  CONTROL("register.valid-area", Rseq(memory.get(), kOriginalSize, 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(memory.get(), kOriginalSize, kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

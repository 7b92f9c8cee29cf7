// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LengthAbove32IsRefused) {
  VERIFIES("register.long-length-refused");
  AreaMemory memory;
  for (const std::uint32_t length : {33, 48, 64, 4096}) {
    EXPECT_THAT(Rseq(memory.get(), length, 0, kSignature), FailsWith(EINVAL));
    Rseq(memory.get(), length, kUnregister, kSignature);  // undoes a call that wrongly succeeded
  }
  // Control: the original size of 32 bytes is accepted.
  CONTROL("register.valid-area", Rseq(memory.get(), kOriginalSize, 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(memory.get(), kOriginalSize, kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

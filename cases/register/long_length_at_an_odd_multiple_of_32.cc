// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LongerAreaIsRefusedAtAnOddMultipleOf32) {
  VERIFIES("register.extended-needs-64");
  Mapping memory(2);
  for (const std::uint32_t length : {33, 48, 64, 4096}) {
    EXPECT_THAT(Rseq(memory.begin() + 32, length, 0, kSignature), FailsWith(EINVAL));
    Rseq(memory.begin() + 32, length, kUnregister, kSignature);  // undoes a call that wrongly succeeded
    // Control: an address that is a multiple of 64 is accepted.
    CONTROL("auxv.smallest-length", Rseq(memory.begin() + 64, length, 0, kSignature), Succeeds());
    CONTROL("unregister.matching-call", Rseq(memory.begin() + 64, length, kUnregister, kSignature),
            Succeeds());
  }
}

}  // namespace
}  // namespace rct

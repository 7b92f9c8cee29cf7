// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LongerAreaIsAcceptedAtAMultipleOf32) {
  VERIFIES("register.extended-at-multiple-of-32");
  Mapping memory(2);
  for (const std::uint32_t length : {33, 48, 64, 4096}) {
    ASSERT_THAT(Rseq(memory.begin() + 32, length, 0, kSignature), Succeeds());
    CONTROL("unregister.matching-call", Rseq(memory.begin() + 32, length, kUnregister, kSignature),
            Succeeds());
    // Control: an address with half of that alignment is refused.
    CONTROL("register.misaligned-area", Rseq(memory.begin() + 16, length, 0, kSignature), FailsWith(EINVAL));
  }
}

}  // namespace
}  // namespace rct

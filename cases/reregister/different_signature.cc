// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, AnotherSignatureIsNotPermitted) {
  VERIFIES("reregister.different-signature");
  Registration mine(mode);

  for (const std::uint32_t signature : {~kSignature, kSignature ^ 1, kSignature ^ 0x80000000, 0u}) {
    ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, signature), FailsWith(EPERM));
    ASSERT_THAT(mine, IsInForce());
  }

  // Control: with the right signature, the same call fails with EBUSY.
  CONTROL("reregister.same-arguments", Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY));
}

}  // namespace
}  // namespace rct

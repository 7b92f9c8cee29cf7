// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AMatchingCallEndsTheRegistration) {
  VERIFIES("unregister.matching-call");
  Registration mine(mode);
  // Control: before the call, the registration is in force.
  ASSERT_CONTROL("reregister.same-arguments", mine, IsInForce());

  EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  EXPECT_THAT(mine, testing::Not(IsInForce()));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, NullOfLengthZeroIsInvalidWhetherRegisteredOrNot) {
  VERIFIES("register.null-of-length-zero");
  ASSERT_THAT(Rseq(nullptr, 0, 0, 0), FailsWith(EINVAL)) << "while not registered";

  // Control: a real area is accepted.
  Registration mine(mode);
  ASSERT_CONTROL("reregister.same-arguments", mine, IsInForce());

  EXPECT_THAT(Rseq(nullptr, 0, 0, 0), FailsWith(EINVAL)) << "while registered";
  EXPECT_THAT(mine, IsInForce());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, TheSliceFlagIsInvalidBeforeItIsKnown) {
  VERIFIES("reregister.slice-flag-unknown");
  Registration mine(mode);

  EXPECT_THAT(Rseq(mine.area(), mine.length(), kSliceDefaultOn, kSignature), FailsWith(EINVAL));
  ASSERT_THAT(mine, IsInForce());

  // Control: without the flag, the same call fails with EBUSY.
  CONTROL("reregister.same-arguments", Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY));
}

}  // namespace
}  // namespace rct

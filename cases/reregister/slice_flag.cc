// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, TheSliceFlagDoesNotMakeARegistrationAnother) {
  VERIFIES("reregister.slice-flag");
  Registration mine(mode);

  EXPECT_THAT(Rseq(mine.area(), mine.length(), kSliceDefaultOn, kSignature), FailsWith(EBUSY));
  EXPECT_THAT(mine, IsInForce());

  // Control: next to it an unknown flag is invalid, so the flags are looked at.
  CONTROL("reregister.unknown-flag", Rseq(mine.area(), mine.length(), kSliceDefaultOn | 4, kSignature),
          FailsWith(EINVAL));
  // With it, too, the signature must be right.
  EXPECT_THAT(Rseq(mine.area(), mine.length(), kSliceDefaultOn, ~kSignature), FailsWith(EPERM));
}

}  // namespace
}  // namespace rct

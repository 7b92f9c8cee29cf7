// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, TheSliceFlagDoesNotMakeARegistrationAnother) {
  VERIFIES("reregister.slice-flag");
  Registration mine(mode);

  EXPECT_THAT(Rseq(mine.area(), mine.length(), kSliceDefaultOn, kSignature), FailsWith(EBUSY));
  EXPECT_THAT(mine, IsInForce());

  // Control: the kernel does look at the flags, because an unknown flag beside this one is invalid.
  CONTROL("reregister.unknown-flag", Rseq(mine.area(), mine.length(), kSliceDefaultOn | 4, kSignature),
          FailsWith(EINVAL));
  // The signature must be right with this flag, too.
  EXPECT_THAT(Rseq(mine.area(), mine.length(), kSliceDefaultOn, ~kSignature), FailsWith(EPERM));
}

}  // namespace
}  // namespace rct

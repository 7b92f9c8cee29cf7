// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Unregister, TheTimeSliceExtensionIsSwitchedOff) {
  VERIFIES("unregister.slice-extension-lost");
  Needs("slice-extension");
  Registration mine(Mode::kExtended);
  ASSERT_THAT(SliceExtension(kSliceGet), Succeeds());
  ASSERT_THAT(SliceExtension(kSliceSet, kSliceEnable), Succeeds());
  // Control: while registered, it is on.
  ASSERT_THAT(SliceExtension(kSliceGet), Returns(1));

  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  EXPECT_THAT(SliceExtension(kSliceGet), Succeeds());
  ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
  EXPECT_THAT(SliceExtension(kSliceGet), Succeeds()) << "nor does the next registration bring it back";
}

}  // namespace
}  // namespace rct

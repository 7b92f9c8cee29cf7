// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Unregister, TheTimeSliceExtensionIsSwitchedOff) {
  VERIFIES("unregister.slice-extension-lost");
  Needs("slice-extension");
  Registration mine(Mode::kExtended);
  ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
  // Control: in the registered thread, the extension is on.
  ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceGet), Returns(1));

  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  EXPECT_THAT(SliceExtension(kSliceGet), Succeeds());
  ASSERT_CONTROL("register.repeatable", Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
  EXPECT_THAT(SliceExtension(kSliceGet), Succeeds()) << "nor does the next registration bring it back";
}

}  // namespace
}  // namespace rct

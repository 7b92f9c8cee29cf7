// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ThePrctlSwitchesTheExtensionAndTellsWhetherItIsOn) {
  VERIFIES("slice.prctl");
  Needs("slice-extension");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(SliceExtension(kSliceGet), Returns(0));
  EXPECT_EQ(mine->flags, kSliceAvailable);

  // A call with the current state changes nothing.
  for (const bool on : {true, true, false, false, true}) {
    EXPECT_THAT(SliceExtension(kSliceSet, on ? kSliceEnable : 0), Succeeds());
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(on ? 1 : 0));
    EXPECT_EQ(mine->flags, on ? kSliceAvailable | kSliceEnabled : kSliceAvailable);
  }
}

}  // namespace
}  // namespace rct

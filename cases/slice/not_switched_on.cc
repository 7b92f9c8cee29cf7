// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, OnlyWhoHasSwitchedItOnIsGrantedAnExtension) {
  VERIFIES("slice.not-switched-on");
  SliceThread mine;
  for (int round = 0; round < 2; ++round) {
    ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, 0), Succeeds());
    EXPECT_TRUE(IsNeverGranted(mine.rival(), mine.area()));
    // Control: once it is switched on, the extension is granted.
    ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
    ASSERT_CONTROL("slice.granted", mine.Ask().granted, testing::Eq(true));
  }
}

}  // namespace
}  // namespace rct

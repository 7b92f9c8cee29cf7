// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ThePrctlKeepsOtherFlagsAsTheyAre) {
  VERIFIES("slice.prctl-other-flags");
  Needs("slice-extension");
  constexpr std::uint32_t kOthers = ~(kSliceAvailable | kSliceEnabled);
  Registration mine(Mode::kExtended);
  for (const std::uint32_t others : {kOthers, 0u, 0x5a5a5a5a & kOthers}) {
    mine->flags = mine->flags | others;
    ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
    EXPECT_EQ(mine->flags, others | kSliceAvailable | kSliceEnabled);
    ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, 0), Succeeds());
    EXPECT_EQ(mine->flags, others | kSliceAvailable);
    mine->flags = kSliceAvailable;
  }
}

}  // namespace
}  // namespace rct

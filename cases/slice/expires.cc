// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AnExtensionThatIsNotGivenUpEnds) {
  VERIFIES("slice.expires");
  SliceThread mine;
  for (const std::uint16_t reserved : {0, 0xa5a5}) {
    SliceControl after{};
    const auto outlast = [&] {
      OutlastExtension(mine.area());
      after = mine.control();
    };
    const Extension extension = mine.Ask(outlast, {1, 0, reserved});
    // Control: the control was not zero before the extension ended.
    ASSERT_CONTROL("slice.any-request", extension.control, testing::Eq(SliceControl{0, 1, reserved}));
    EXPECT_EQ(after, SliceControl{});
  }
}

}  // namespace
}  // namespace rct

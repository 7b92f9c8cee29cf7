// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kPatience = 100;  // extensions to try until one lasts long enough for a second request

TEST(Slice, NoExtensionIsExtended) {
  VERIFIES("slice.no-second-grant");
  SliceThread mine;
  SliceControl both{}, answer{};
  const auto ask_again = [&] {
    SetRequest(mine.area(), 1);
    both = mine.control();
    SpinWhile(mine.area(), both);
    answer = mine.control();
  };
  for (int tries = 0; tries < kPatience && !(both == SliceControl{1, 1, 0}); ++tries)
    ASSERT_CONTROL("slice.granted", mine.Ask(ask_again).granted, testing::Eq(true));
  ASSERT_CONTROL("slice.granted", both, testing::Eq(SliceControl{1, 1, 0}))
      << "asked for again while it is granted";
  EXPECT_EQ(answer, SliceControl{});

  // Control: after this extension has ended, the next request is granted.
  CONTROL("slice.granted", mine.Ask().granted, testing::Eq(true));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kPatience = 100;  // extensions to try until one lasts long enough to be given up

TEST(Slice, WhoGivesTheCpuUpInTimeIsToldSo) {
  VERIFIES("slice.yield");
  SliceThread mine;
  long told = 0, told_again = -1;
  SliceControl after{};
  const auto yield = [&] {
    told = SliceYield();
    after = mine.control();
    told_again = SliceYield();
  };
  for (int tries = 0; tries < kPatience && told == 0; ++tries) {
    ASSERT_CONTROL("slice.granted", mine.Ask(yield).granted, testing::Eq(true));
    // The extension is over, whether the call came in time or too late.
    EXPECT_EQ(after, SliceControl{});
    EXPECT_EQ(told_again, 0) << "there is nothing left to give up";
  }
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, WhoHasNothingToGiveUpIsToldSo) {
  VERIFIES("slice.yield-without-grant");
  SliceThread mine;
  EXPECT_EQ(SliceYield(), 0);
  EXPECT_EQ(syscall(kNrSliceYield, ~0ul, ~0ul, ~0ul, ~0ul, ~0ul, ~0ul), 0) << "it has no arguments";

  // A request that has not been granted stays.
  long told = -1;
  SliceControl after{};
  Undisturbed([&] {
    SetRequest(mine.area(), 1);
    told = SliceYield();
    after = mine.control();
    SetRequest(mine.area(), 0);
  });
  EXPECT_EQ(told, 0);
  EXPECT_EQ(after, (SliceControl{1, 0, 0}));

  // An extension that was granted is over after it expires, and after another call.
  for (const bool by_itself : {true, false}) {
    const Extension extension = mine.Ask([&] {
      by_itself ? OutlastExtension(mine.area()) : void(syscall(SYS_getppid));
      told = SliceYield();
    });
    // Control: right before that, the extension was granted.
    ASSERT_CONTROL("slice.granted", extension.control, testing::Eq(SliceControl{0, 1, 0}));
    EXPECT_EQ(told, 0);
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// The extension is off in a newly registered thread, and is never granted to it.
void ExpectOff() {
  const Registration own(Mode::kExtended);
  EXPECT_THAT(SliceExtension(kSliceGet), Returns(0));
  Rival rival;
  EXPECT_TRUE(IsNeverGranted(rival, own.area()));
}

TEST(Slice, EachThreadSwitchesItForItself) {
  VERIFIES("slice.per-thread");
  SliceThread mine;
  InThread([] {
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(0)) << "a new thread begins without it";
    ExpectOff();
    // Control: the new thread can switch it on, too.
    const Registration own(Mode::kExtended);
    CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
    Rival rival;
    ASSERT_CONTROL("slice.granted", Ask(rival, own.area()).granted, testing::Eq(true));
    CONTROL("slice.prctl", SliceExtension(kSliceSet, 0), Succeeds());
  });
  EXPECT_THAT(SliceExtension(kSliceGet), Returns(1)) << "what another thread switches is that thread's own";
  EXPECT_TRUE(mine.Ask().granted);
}

}  // namespace
}  // namespace rct

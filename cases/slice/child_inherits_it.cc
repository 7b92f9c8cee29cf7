// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AForkedChildHasTheExtensionOnAsItsParentHas) {
  VERIFIES("slice.fork");
  SliceThread mine;
  const auto expect = [&](bool on) {
    ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, on ? kSliceEnable : 0), Succeeds());
    ASSERT_THAT(InChild([&] {
                  EXPECT_THAT(SliceExtension(kSliceGet), Returns(on ? 1 : 0));
                  Rival rival;
                  EXPECT_TRUE(on ? Ask(rival, mine.area()).granted : IsNeverGranted(rival, mine.area()));
                  EXPECT_THAT(SliceExtension(kSliceSet, on ? 0 : kSliceEnable), Succeeds());
                }),
                Survives());
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(on ? 1 : 0)) << "what the child switches is its own";
  };
  expect(true);
  // Control: if it is off in the parent, it is off in the child.
  const ControlScope control("slice.not-switched-on");
  expect(false);
}

}  // namespace
}  // namespace rct

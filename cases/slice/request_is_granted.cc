// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ARequestIsGrantedWhenAnotherThreadWantsTheCpu) {
  VERIFIES("slice.granted");
  SliceThread mine;
  EXPECT_EQ(mine.Ask().control, (SliceControl{0, 1, 0}));
  // Control: without a request, no extension is granted.
  CONTROL("slice.any-request", IsNeverGranted(mine.rival(), mine.area(), {0, 0, 0}), testing::Eq(true));
}

}  // namespace
}  // namespace rct

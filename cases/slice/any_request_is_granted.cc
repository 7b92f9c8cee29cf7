// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AnyRequestIsGrantedAndLeavesAloneWhatIsReserved) {
  VERIFIES("slice.any-request");
  SliceThread mine;
  // Control: a request of 1 is granted.
  ASSERT_CONTROL("slice.granted", mine.Ask().granted, testing::Eq(true));

  for (const SliceControl request : {SliceControl{2, 0, 0}, {0x80, 0, 0xa5a5}, {0xff, 0, 0xffff}}) {
    SCOPED_TRACE(request);
    // The thread spins until the extension is over, because in debug mode a system call must not find
    // reserved bits set.
    const auto outlast = [&] { OutlastExtension(mine.area()); };
    ASSERT_EQ(mine.Ask(outlast, request).control, (SliceControl{0, 1, request.reserved}));
  }
  EXPECT_TRUE(IsNeverGranted(mine.rival(), mine.area(), {0, 0, 0xffff}))
      << "what is reserved is not a request";
}

}  // namespace
}  // namespace rct

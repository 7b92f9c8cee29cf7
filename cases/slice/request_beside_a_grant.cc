// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kPatience = 100;  // extensions to try until one lasts long enough for a second request

TEST(Slice, AnySystemCallEndsAnExtensionThatIsAskedForAgain) {
  VERIFIES("slice.request-beside-grant");
  SliceThread mine;
  SliceControl both{}, after{};
  const auto ask_again = [&] {
    SetRequest(mine.area(), 1);
    both = mine.control();
    syscall(SYS_getppid);
    after = mine.control();
  };
  for (int tries = 0; tries < kPatience && !(both == SliceControl{1, 1, 0}); ++tries)
    ASSERT_CONTROL("slice.granted", mine.Ask(ask_again).granted, testing::Eq(true));
  // Control: right before the call, both the request and the grant are set.
  ASSERT_CONTROL("slice.granted", both, testing::Eq(SliceControl{1, 1, 0}));
  EXPECT_EQ(after, SliceControl{});
}

}  // namespace
}  // namespace rct

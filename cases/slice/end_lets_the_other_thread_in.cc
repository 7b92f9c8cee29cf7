// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kTries = 3;  // a kernel thread may have taken the CPU in a try

TEST(Slice, WhoWantsTheCpuGetsItWhenTheExtensionEnds) {
  VERIFIES("slice.end-lets-in");
  SliceThread mine;
  RealTimeRival rival;
  const std::pair<const char*, std::function<void()>> ends[] = {
      {"given up", [] { SliceYield(); }},
      {"ended by another call", [] { syscall(SYS_getppid); }},
      {"expired", [&] { OutlastExtension(mine.area()); }},
  };
  for (const auto& [how, end] : ends) {
    SCOPED_TRACE(how);
    long turns = 0;
    Extension extension;
    for (int tries = 0; tries < kTries && turns == extension.turns; ++tries) {
      extension = Ask(*rival, mine.area(), [&, &act = end] {
        act();
        turns = (*rival).turns();
      });
      ASSERT_CONTROL("slice.granted", extension.granted, testing::Eq(true));
    }
    EXPECT_GT(turns, extension.turns);
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AnySystemCallEndsAnExtension) {
  VERIFIES("slice.any-call-ends-it");
  SliceThread mine;
  timespec now{};
  const std::function<void()> calls[] = {
      [] { syscall(SYS_getppid); },
      [] { syscall(-1); },
      [&] { syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now); },
      [] { syscall(SYS_prctl, kPrctlSliceExtension, kSliceGet, 0, 0, 0); },
  };
  for (const auto& call : calls) {
    SliceControl after{};
    const Extension extension = mine.Ask([&] {
      call();
      after = mine.control();
    });
    ASSERT_CONTROL("slice.granted", extension.granted, testing::Eq(true));
    // Control: right before the call, the extension is granted.
    CONTROL("slice.granted", extension.control, testing::Eq(SliceControl{0, 1, 0}));
    EXPECT_EQ(after, SliceControl{});
  }
}

}  // namespace
}  // namespace rct

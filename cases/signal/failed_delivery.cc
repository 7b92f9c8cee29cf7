// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, HandlerOfASignalThatCannotBeDeliveredNeverRuns) {
  VERIFIES("signal.failed-delivery");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Shared<std::atomic<int>> ran;
    const auto trap = [&](std::uint32_t signature) {
      return InChild([&] {
        Registration mine(mode, signature);
        Section section(TrapSections()[slot]);
        Trap(section, mine.area(), [&] { ++*ran; });
      });
    };
    EXPECT_THAT(trap(~kSignature), DiesOf(SIGSEGV));
    EXPECT_EQ(*ran, 0) << "the signal's handler must not run";

    // Control: with the signature that the section has the handler runs.
    EXPECT_THAT(trap(kSignature), Survives());
    EXPECT_EQ(*ran, 1);
  }
}

}  // namespace
}  // namespace rct

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
        EXPECT_THAT(Trap(section, mine.area(), [&] { ++*ran; }), Aborts());
      });
    };
    EXPECT_THAT(trap(~kSignature), DiesOf(SIGSEGV));
    EXPECT_EQ(*ran, 0) << "the signal's handler must not run";

    // Control: with the right signature, the handler runs.
    *ran = 0;
    CONTROL("abort.on-trap", trap(kSignature), Survives());
    CONTROL("abort.on-trap", *ran, testing::Eq(1));
  }
}

}  // namespace
}  // namespace rct

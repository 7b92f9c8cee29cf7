// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, SegvThatCannotBeDeliveredKillsAfterItsHandlerRanAtMostOnce) {
  VERIFIES("signal.failed-delivery-of-segv");
  Mapping inaccessible;
  inaccessible.Protect(PROT_NONE);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Shared<std::atomic<int>> ran;
    const auto fault = [&](std::uint32_t signature) {
      return InChild([&] {
        Registration mine(mode, signature);
        Section section(LoadSections()[slot]);
        section.frame.operand = inaccessible.begin();
        EXPECT_THAT(Trap(section, mine.area(), [&] { ++*ran; }), Aborts());
      });
    };
    EXPECT_THAT(fault(~kSignature), DiesOf(SIGSEGV));
    EXPECT_LE(*ran, 1);

    // Control: with the right signature, the handler runs and the thread survives.
    *ran = 0;
    CONTROL("abort.on-fault", fault(kSignature), Survives());
    CONTROL("abort.on-fault", *ran, testing::Eq(1));
  }
}

}  // namespace
}  // namespace rct

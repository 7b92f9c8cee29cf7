// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, TimerAbortsTheSectionInWhichItExpires) {
  VERIFIES("signal.timer");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section hit(SpinSections()[slot]);
    EXPECT_THAT(SpinThrough(hit, mine.area(), TimerSignal()), Aborts());

    // Control: the next section, in which no timer expires, commits.
    std::uint32_t word = 0;
    Section next(StoreSections()[slot]);
    next.frame.operand = &word;
    EXPECT_THAT(PassUndisturbed(next, mine.area()), Completes());
    EXPECT_EQ(word, 1u);
  }
}

}  // namespace
}  // namespace rct

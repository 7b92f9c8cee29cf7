// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, HardwareBreakpointThatSignalsAbortsAtEverySlot) {
  VERIFIES("abort.hardware-breakpoint");
  Needs("breakpoint-signals");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    std::uint32_t word = 0;
    Section section(StoreSections()[slot]);
    section.frame.operand = &word;
    {
      const Breakpoint here(section.code.body);
      const TrapPassage passage = Trap(section, mine.area());
      EXPECT_THAT(passage, Aborts());
      EXPECT_EQ(passage.trap.signal, SIGTRAP);
      EXPECT_EQ(word, 0u) << "it has not executed the instruction";
    }
    // Control: without the breakpoint the section commits.
    CONTROL("abort.not-on-interrupt", PassUndisturbed(section, mine.area()), Completes());
    CONTROL("abort.not-on-interrupt", word, testing::Eq(1u));
  }
}

}  // namespace
}  // namespace rct

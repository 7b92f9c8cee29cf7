// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, TrapAbortsAtEverySlot) {
  VERIFIES("abort.on-trap");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]);
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.count, 1) << "an aborted section is not resumed, so it cannot trap again";
    EXPECT_EQ(passage.trap.signal, RCT_TRAP_SIGNAL);

    // Control: with a store instead of the trap, the section runs to its end.
    std::uint32_t word = 0;
    Section storing(StoreSections()[slot]);
    storing.frame.operand = &word;
    CONTROL("abort.not-on-interrupt", PassUndisturbed(storing, mine.area()), Completes());
  }
}

}  // namespace
}  // namespace rct

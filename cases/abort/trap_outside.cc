// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, TrapOutsideOnlyDisarms) {
  VERIFIES("abort.outside-only-disarms");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);

    section.SetRange(code.start, code.body);  // the trap is right behind the section
    TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "in the handler, after the commit";

    section.SetRange(code.body_end, code.post_commit);  // the trap is right before the first instruction
    passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "in the handler, before the first instruction";

    // Control: with the trap in its range the same section aborts.
    section.SetRange(code.start, code.post_commit);
    CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

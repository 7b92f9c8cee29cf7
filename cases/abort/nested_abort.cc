// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SectionOfAHandlerMayBeAbortedInTurn) {
  VERIFIES("abort.aborts-nest");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section outer(TrapSections()[slot]), inner(TrapSections()[RCT_SLOTS - 1 - slot]);
    TrapPassage in_handler{};
    const auto trap_again = [&](void*) { in_handler = Trap(inner, mine.area()); };
    const TrapPassage interrupted = TrapWith(outer, mine.area(), SA_NODEFER, trap_again);
    EXPECT_THAT(in_handler, Aborts());
    EXPECT_EQ(in_handler.trap.pc, inner.code.abort);
    EXPECT_THAT(interrupted, Aborts()) << "the interrupted section stays aborted";
    EXPECT_EQ(interrupted.trap.pc, outer.code.abort);

    // Control: the section is aborted if its trap's handler does nothing.
    CONTROL("abort.on-trap", Trap(outer, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

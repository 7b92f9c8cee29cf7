// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, YieldingTheCpuInsideDoesNotAbort) {
  VERIFIES("abort.yield-inside-is-no-event");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    section.frame.number = SYS_sched_yield;
    Passage passage = SpinThrough(section, mine.area(), Preemption());  // to the helper, that is
    // A preemption in user mode aborts rightly; a kernel in which the call is an event aborts every time.
    for (int again = 1; passage.aborted && again < 10; ++again)
      passage = SpinThrough(section, mine.area(), Preemption());
    EXPECT_THAT(passage, Completes());
  }
  // Control: an interrupt in the same place is one.
  Section trap(TrapSections()[0]);
  EXPECT_THAT(Trap(trap, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

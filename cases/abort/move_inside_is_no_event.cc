// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Passes through a section that moves its thread to another CPU by sched_setaffinity(2).
Passage MoveInside(Section& section, Area* area) {
  cpu_set_t there;
  CPU_ZERO(&there);
  CPU_SET(AllowedCpus().at(1), &there);
  section.frame.number = SYS_sched_setaffinity;
  section.frame.argument[1] = sizeof there;
  section.frame.argument[2] = reinterpret_cast<long>(&there);
  Passage passage{};
  WaitFor("a passage that comes to its call", [&] {
    Pin(AllowedCpus().at(0));
    section.frame.result = -1;
    passage = section.Enter(area);
    passage.provoked = section.frame.result == 0;
    return passage.provoked;
  });
  return passage;
}

TEST_MODES(Abort, MovingItselfInsideDoesNotAbort) {
  VERIFIES("abort.move-inside-is-no-event");
  NeedsCpus(2);
  const KeepAffinity keep;
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    Passage passage = MoveInside(section, mine.area());
    // A preemption in user mode aborts rightly; a kernel in which the call is an event aborts every time.
    for (int again = 1; passage.aborted && again < 10; ++again) passage = MoveInside(section, mine.area());
    EXPECT_THAT(passage, Completes());
    EXPECT_THAT(*mine.area(), IsCurrent()) << "the fields follow in any case";
  }
  // Control: an interrupt in the same place is one.
  Section trap(TrapSections()[0]);
  EXPECT_THAT(Trap(trap, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

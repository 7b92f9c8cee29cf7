// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Passes through a section that sends its own thread a signal with a handler, which runs when that call
// returns.
Passage RaiseInside(int slot, Area* area) {
  int handled = 0;
  const Handler handler(SIGUSR1, [&](void*) { ++handled; });
  Section section(SyscallSections()[slot]);
  section.frame.number = SYS_tgkill;
  section.frame.argument[0] = getpid();
  section.frame.argument[1] = ThreadId();
  section.frame.argument[2] = SIGUSR1;
  const Passage passage = PassUndisturbed(section, area);
  EXPECT_GE(handled, 1);
  return passage;
}

TEST(Abort, SignalOfACallDoesNotAbortAThreadWithAnExtendedArea) {
  VERIFIES("abort.signal-of-call-is-no-event");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    EXPECT_THAT(RaiseInside(slot, mine.area()), Completes());
  }
  // Control: the signal of a trap in the same place aborts.
  Section trap(TrapSections()[0]);
  EXPECT_THAT(Trap(trap, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

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

TEST(Abort, SignalOfACallAbortsAThreadWithTheOriginalArea) {
  VERIFIES("abort.signal-of-call-original");
  Registration mine(Mode::kBytes32);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    EXPECT_THAT(RaiseInside(slot, mine.area()), Aborts());
  }
  // Control: after the last instruction nothing is left to abort.
  EXPECT_THAT(RaiseInside(RCT_SLOTS - 1, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

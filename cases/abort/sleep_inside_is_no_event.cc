// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SystemCallThatSleepsInsideDoesNotAbort) {
  VERIFIES("abort.sleep-inside-is-no-event");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassAsleep(section, mine.area()), Completes());

    // Control: the signal of a trap in the same place aborts.
    Section trap(TrapSections()[slot]);
    CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

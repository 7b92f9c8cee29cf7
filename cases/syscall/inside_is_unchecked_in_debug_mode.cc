// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, CallsInsideASectionAreNotCheckedWhereOnlyIdsAre) {
  VERIFIES("syscall.inside-unchecked-in-debug-mode");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    section.frame.number = SYS_getppid;
    EXPECT_THAT(PassUndisturbed(section, mine.area()), Completes());
  }
  // Control: the same thread's sections are aborted by what is an event.
  Section trap(TrapSections()[0]);
  EXPECT_THAT(Trap(trap, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

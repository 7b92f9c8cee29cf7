// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SystemCallThatDoesNotBlockDoesNotAbort) {
  VERIFIES("abort.not-on-call");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    section.frame.number = SYS_getppid;
    EXPECT_THAT(PassUndisturbed(section, mine.area()), Completes());
    EXPECT_EQ(section.frame.result, getppid()) << "the call was made";

    // Control: a trap in the same place aborts.
    Section trap(TrapSections()[slot]);
    CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ParentThatForksInsideASectionGoesOn) {
  VERIFIES("fork.inside-section-parent-goes-on");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section forking(SyscallSections()[slot]);
    EXPECT_THAT(PassForking(forking, mine.area()).parent, Completes());
    // Control: an event inside a section aborts the parent.
    Section trap(TrapSections()[slot]);
    CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, MovingItselfInsideDoesNotAbort) {
  VERIFIES("abort.move-inside-is-no-event");
  const KeepAffinity keep;
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassMoving(section, mine.area()), Completes());
    CONTROL("identity.cpu-id-current", std::uint32_t{mine->cpu_id}, testing::Eq(WhereAmI().cpu));

    // Control: the signal of a trap in the same place aborts.
    Section trap(TrapSections()[slot]);
    CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

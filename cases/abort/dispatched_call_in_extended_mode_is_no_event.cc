// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Abort, SignalOfAnInterceptedCallDoesNotAbortAThreadWithAnExtendedArea) {
  VERIFIES("abort.user-dispatch-is-no-event");
  Needs("syscall-user-dispatch");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassIntercepted(section, mine.area()), Completes());

    // Control: the signal of a trap in the same place aborts.
    Section trap(TrapSections()[slot]);
    CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST(Seccomp, SignalOfARefusedCallDoesNotAbortAThreadWithAnExtendedArea) {
  VERIFIES("seccomp.sigsys-is-no-event");
  Needs("seccomp-filter");
  Needs("extended-area");
  const auto child = [] {
    Registration mine(Mode::kExtended);
    for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
      SCOPED_TRACE("slot " + std::to_string(slot));
      EXPECT_THAT(PassRefused(slot, mine.area()), Completes());
    }
    // Control: the signal of a trap in the same place aborts.
    Section trap(TrapSections()[0]);
    CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct

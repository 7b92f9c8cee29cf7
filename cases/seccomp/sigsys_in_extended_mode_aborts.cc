// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST(Seccomp, SignalOfARefusedCallAbortsAThreadWithAnExtendedArea) {
  VERIFIES("seccomp.sigsys-extended");
  Needs("seccomp-filter");
  Needs("extended-area");
  const auto child = [] {
    Registration mine(Mode::kExtended);
    for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
      SCOPED_TRACE("slot " + std::to_string(slot));
      EXPECT_THAT(PassRefused(slot, mine.area()), Aborts());
    }
    // Control: a call in the last instruction returns behind the section, where there is nothing to abort.
    CONTROL("descriptor.end-exclusive", PassRefused(RCT_SLOTS - 1, mine.area()), Completes());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST(Seccomp, SignalOfARefusedCallAbortsAThreadWithTheOriginalArea) {
  VERIFIES("seccomp.sigsys-original");
  Needs("seccomp-filter");
  const auto child = [] {
    Registration mine(Mode::kBytes32);
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

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Abort, SignalOfACallAbortsAThreadWithAnExtendedArea) {
  VERIFIES("abort.signal-of-call-extended");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassRaising(section, mine.area()), Aborts());
  }
  // Control: a call in the last instruction returns behind the section, where there is nothing to abort.
  Section committing(SyscallSections()[RCT_SLOTS - 1]);
  CONTROL("descriptor.end-exclusive", PassRaising(committing, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

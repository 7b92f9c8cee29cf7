// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SystemCallThatSleepsInsideAborts) {
  VERIFIES("abort.sleep-inside-aborts");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassAsleep(section, mine.area()), Aborts());
  }
  // Control: a call in the last instruction returns behind the section, where there is nothing to abort.
  Section committing(SyscallSections()[RCT_SLOTS - 1]);
  CONTROL("descriptor.end-exclusive", PassAsleep(committing, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, PreemptionByADeadlineThreadAbortsAtEverySlot) {
  VERIFIES("abort.on-deadline-preemption");
  Needs("deadline-scheduling");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    EXPECT_THAT(SpinThrough(section, mine.area(), DeadlinePreemption()), Aborts());

    // Control: without the preemption the same section runs to its end.
    CONTROL("abort.not-on-interrupt", SpinUndisturbed(section, mine.area()), Completes());
  }
}

}  // namespace
}  // namespace rct

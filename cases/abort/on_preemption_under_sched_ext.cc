// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, PreemptionUnderSchedExtAbortsAtEverySlot) {
  VERIFIES("abort.on-preemption-under-sched-ext");
  const ExtScheduler scheduler;
  const KeepScheduling keep;
  SetScheduling(kSchedExt);  // the helper thread inherits this policy
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    EXPECT_THAT(SpinThrough(section, mine.area(), Preemption()), Aborts());

    // Control: without the preemption the same section runs to its end.
    CONTROL("abort.not-on-interrupt", SpinUndisturbed(section, mine.area()), Completes());
  }
  if (!scheduler.IsInForce()) throw Broken("the scheduler of sched_ext was not in force to the end");
}

}  // namespace
}  // namespace rct

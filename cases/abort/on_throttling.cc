// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, RunningOutOfCpuBandwidthAbortsAtEverySlot) {
  VERIFIES("abort.on-throttling");
  NeedsCpus(2);  // throttling has no sender, so another CPU must watch for it while the section runs
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "slot " << &code - SpinSections().data());
    CpuGroup group;
    const auto take = [&](pid_t child) { group.Take(child); };
    const Suspension throttle{"throttling", [&](pid_t) { group.Limit(); },
                              [&](pid_t) { return group.Unlimit(); }, take};
    EXPECT_THAT(SpinSuspended(mode, code, throttle), Aborts());

    // Control: in a group without a limit the same section runs to its end.
    CONTROL("abort.not-on-interrupt", SpinSuspended(mode, code, {"nothing", nullptr, nullptr, take}),
            Completes());
  }
}

}  // namespace
}  // namespace rct

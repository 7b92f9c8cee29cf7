// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SleepWritesNoIdsOfAnExtendedAreaByTheKernelsOwnCount) {
  VERIFIES("identity.update-count");
  Needs("extended-area");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Trace trace("rseq_update");
  const auto updates_of_a_sleep = [&](Mode mode) {
    const Registration mine(mode);
    std::size_t updates = 0;
    Undisturbed(
        [&] {
          // The trace is emptied inside the attempt, so that each preemption that it records spoils the
          // attempt.
          trace.Lines();
          BlockOnce();
          updates = trace.Lines().size();
        },
        1);
    return updates;
  };
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(updates_of_a_sleep(Mode::kExtended), 0u);
    // Control: with a legacy area, each sleep is counted.
    CONTROL("trace.update", updates_of_a_sleep(Mode::kBytes32), testing::Eq(1u));
  }
}

}  // namespace
}  // namespace rct

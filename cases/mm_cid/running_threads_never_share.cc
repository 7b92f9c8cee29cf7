// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ThreadsThatRunAtTheSameTimeHaveDifferentIds) {
  VERIFIES("mm_cid.unique-among-running");
  Needs("mm-cid");
  OnFewCpus([](int cpus) {
    Crew crew(cpus);
    EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent());

    // There are more threads than CPUs now, and some of them run again in every round.
    Crew others(2 * cpus);
    for (int round = 0; round < 3; ++round) {
      CidsAfterSleep(others);
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
    }
  });
}

}  // namespace
}  // namespace rct

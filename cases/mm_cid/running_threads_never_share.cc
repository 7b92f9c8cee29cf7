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

    // With more threads than there are CPUs, of which some run again every time.
    Crew others(2 * cpus);
    for (int round = 0; round < 3; ++round) {
      CidsAfterSleep(others);
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
    }
  });
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, IdsStayApartWhileThreadsWaitForVfork) {
  VERIFIES("mm_cid.vfork");
  Needs("mm-cid");
  OnFewCpus([](int cpus) {
    Crew crew(cpus);
    // Control: before any vfork, the ids differ.
    CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
    for (int round = 0; round < 3; ++round) {
      crew.Each([](int /*member*/) {
        // This is not a CONTROL, because controls are recorded for the whole process and these threads run at
        // the same time.
        Require(InClone(CLONE_VM | CLONE_VFORK, [] {}).status == 0, "a child of vfork");
      });
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
    }
  });
}

}  // namespace
}  // namespace rct

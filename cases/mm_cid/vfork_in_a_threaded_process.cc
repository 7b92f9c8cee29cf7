// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, IdsStayApartWhileThreadsWaitForVfork) {
  VERIFIES("mm_cid.vfork");
  Needs("mm-cid");
  OnFewCpus([](int cpus) {
    Crew crew(cpus);
    // Control: before any vfork.
    CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
    for (int round = 0; round < 3; ++round) {
      crew.Each([](int /*member*/) {
        // Set-up: members run at the same time, and what is a control is one for the whole process.
        Require(InClone(CLONE_VM | CLONE_VFORK, [] {}).status == 0, "a child of vfork");
      });
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
    }
  });
}

}  // namespace
}  // namespace rct

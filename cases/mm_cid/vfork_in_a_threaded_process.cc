// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, IdsStayApartWhileThreadsWaitForVfork) {
  VERIFIES("mm_cid.vfork");
  Needs("mm-cid");
  OnFewCpus([](int cpus) {
    Crew crew(cpus);
    for (int round = 0; round < 3; ++round) {
      crew.Each([](int /*member*/) {
        CONTROL("fork.clone-vm-unregistered", InClone(CLONE_VM | CLONE_VFORK, [] {}), Survives());
      });
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
    }
  });
}

}  // namespace
}  // namespace rct

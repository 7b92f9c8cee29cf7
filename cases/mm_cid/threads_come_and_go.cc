// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, IdsStayApartWhileThreadsComeAndGo) {
  VERIFIES("mm_cid.crossing-the-bound");
  Needs("mm-cid");
  const auto possible = static_cast<std::uint32_t>(PossibleCpus());
  OnFewCpus([=](int cpus) {
    Crew crew(cpus);
    // Control: without other threads, the ids differ.
    CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
    for (int more = 1; more <= 2 * cpus; more *= 2) {  // crosses the number of CPUs, where ids change owners
      SCOPED_TRACE(testing::Message() << more << " more threads");
      {
        Crew others(more);
        EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent());
        CONTROL("mm_cid.below-possible-cpus", CidsAfterSleep(others), testing::Each(testing::Lt(possible)));
      }
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "after they have exited";
    }
  });
}

}  // namespace
}  // namespace rct

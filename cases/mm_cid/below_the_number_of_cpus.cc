// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ManyThreadsHaveIdsBelowTheNumberOfPossibleCpus) {
  VERIFIES("mm_cid.below-possible-cpus");
  Needs("mm-cid");
  const int possible = PossibleCpus();
  // There are more threads than CPUs, but at most 64 more, because each thread takes memory and time.
  Crew crew(possible + std::min(3 * possible, 64));
  for (int round = 0; round < 3; ++round)
    EXPECT_THAT(CidsAfterSleep(crew), testing::Each(testing::Lt(static_cast<std::uint32_t>(possible))))
        << "round " << round;
}

}  // namespace
}  // namespace rct

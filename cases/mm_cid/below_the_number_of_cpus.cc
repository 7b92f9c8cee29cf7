// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ManyThreadsHaveIdsBelowTheNumberOfPossibleCpus) {
  VERIFIES("mm_cid.below-possible-cpus");
  Needs("mm-cid");
  const auto possible = static_cast<std::uint32_t>(PossibleCpus());
  Crew crew(4 * PossibleCpus());
  for (int round = 0; round < 3; ++round)
    EXPECT_THAT(CidsAfterSleep(crew), testing::Each(testing::Lt(possible))) << "round " << round;
}

}  // namespace
}  // namespace rct

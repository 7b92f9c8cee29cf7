// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ASleepingThreadKeepsItsIdWhileOthersComeAndGo) {
  VERIFIES("mm_cid.sleeper-keeps");
  Needs("mm-cid");
  NeedsCpus(3);
  Crew sleeper(1);
  const std::uint32_t before = CidsAfterSleep(sleeper).front();
  for (int round = 0; round < 3; ++round) {
    Crew other(1);
    EXPECT_NE(CidsAfterSleep(other).front(), before) << "taken";
  }
  EXPECT_EQ(CidsAfterSleep(sleeper).front(), before);
}

}  // namespace
}  // namespace rct

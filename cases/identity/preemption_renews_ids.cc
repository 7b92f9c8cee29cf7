// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, PreemptionRenewsTheIdsOfA32ByteArea) {
  VERIFIES("identity.preemption-renews-ids");
  Registration mine;
  EXPECT_THAT(OverwrittenThenPreempted(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

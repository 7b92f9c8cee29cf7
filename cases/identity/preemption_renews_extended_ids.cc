// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, PreemptionRenewsTheIdsOfAnExtendedArea) {
  VERIFIES("identity.preemption-renews-extended-ids");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenPreempted(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SleepRenewsTheIdsOfAnExtendedArea) {
  VERIFIES("identity.sleep-renews-extended-ids");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenAsleep(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

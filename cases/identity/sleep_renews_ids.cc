// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SleepRenewsTheIdsOfA32ByteArea) {
  VERIFIES("identity.sleep-renews-ids");
  Registration mine;
  EXPECT_THAT(OverwrittenThenAsleep(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

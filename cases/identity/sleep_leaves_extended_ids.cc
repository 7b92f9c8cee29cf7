// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SleepWithoutAMoveLeavesTheIdsOfAnExtendedArea) {
  VERIFIES("identity.sleep-leaves-extended-ids");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenAsleep(mine.area()), IsLeft());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SignalLeavesTheIdsOfAnExtendedArea) {
  VERIFIES("identity.signal-leaves-extended-ids");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenSignalled(mine.area()), IsLeft());
}

}  // namespace
}  // namespace rct

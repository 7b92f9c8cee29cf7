// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SignalRenewsTheIdsOfAnExtendedArea) {
  VERIFIES("identity.signal-renews-extended-ids");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenSignalled(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SignalRenewsTheIdsOfA32ByteArea) {
  VERIFIES("identity.signal-renews-ids");
  Registration mine;
  EXPECT_THAT(OverwrittenThenSignalled(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FenceRewritesTheIdsOfAnExtendedTarget) {
  VERIFIES("membarrier.rewrites-ids-extended");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenFenced(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

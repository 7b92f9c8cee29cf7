// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FenceRewritesTheIdsOfItsTarget) {
  VERIFIES("membarrier.rewrites-ids");
  Registration mine(Mode::kBytes32);
  EXPECT_THAT(OverwrittenThenFenced(mine.area()), IsRenewed());
}

}  // namespace
}  // namespace rct

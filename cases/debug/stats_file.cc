// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileStatsIsThereWhereConfigured) {
  VERIFIES("debug.stats-file");
  EXPECT_THAT(RseqDebugfs(), testing::Contains(testing::Pair("stats", 0444)));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileSliceExtNsecIsThereWhereConfigured) {
  VERIFIES("debug.slice-file");
  EXPECT_THAT(RseqDebugfs(), testing::Contains(testing::Pair("slice_ext_nsec", 0644)));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, ExtensionsLastFiveMicrosecondsUnlessToldOtherwise) {
  VERIFIES("debug.slice-length-at-boot");
  Needs("slice-extension");
  EXPECT_EQ(ReadDebugfs("slice_ext_nsec"), "5000\n");
}

}  // namespace
}  // namespace rct

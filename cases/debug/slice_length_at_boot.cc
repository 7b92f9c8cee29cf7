// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, ExtensionsLastFiveMicrosecondsUnlessToldOtherwise) {
  VERIFIES("debug.slice-length-at-boot");
  Needs("slice-extension");
  EXPECT_EQ(AtBoot("slice_ext_nsec"), "5000");
}

}  // namespace
}  // namespace rct

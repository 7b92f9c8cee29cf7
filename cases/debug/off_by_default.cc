// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, DebugModeIsOffUnlessSwitchedOnAtBoot) {
  VERIFIES("debug.default-off");
  EXPECT_EQ(AtBoot("debug"), "0");
}

}  // namespace
}  // namespace rct

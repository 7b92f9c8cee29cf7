// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, DebugModeIsOffUnlessSwitchedOnAtBoot) {
  VERIFIES("debug.default-off");
  EXPECT_EQ(ReadDebugfs("debug"), "0\n");
}

}  // namespace
}  // namespace rct

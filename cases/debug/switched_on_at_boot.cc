// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileDebugSaysThatDebugModeWasSwitchedOnAtBoot) {
  VERIFIES("debug.switched-on");
  EXPECT_EQ(AtBoot("debug"), "1");
}

}  // namespace
}  // namespace rct

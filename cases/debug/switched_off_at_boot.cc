// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileDebugSaysThatDebugModeWasSwitchedOffAtBoot) {
  VERIFIES("debug.switched-off");
  EXPECT_EQ(AtBoot("debug"), "0");
}

}  // namespace
}  // namespace rct

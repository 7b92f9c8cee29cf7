// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileDebugSaysThatDebugModeWasSwitchedOffAtBoot) {
  VERIFIES("debug.switched-off");
  EXPECT_EQ(ReadDebugfs("debug"), "0\n");
}

}  // namespace
}  // namespace rct

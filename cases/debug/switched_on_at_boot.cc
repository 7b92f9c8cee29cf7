// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileDebugSaysThatDebugModeWasSwitchedOnAtBoot) {
  VERIFIES("debug.switched-on");
  EXPECT_EQ(ReadDebugfs("debug"), "1\n");
}

}  // namespace
}  // namespace rct

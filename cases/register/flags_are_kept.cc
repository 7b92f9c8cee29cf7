// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, FlagsOfTheAreaAreKept) {
  VERIFIES("register.flags-kept");
  AreaMemory memory(mode);
  memory->flags = ~0u;
  memory->cpu_id = kCpuIdUninitialized;

  Registration mine(memory);
  EXPECT_EQ(mine->flags, ~0u);
  // Control: the field before it was written.
  EXPECT_NE(mine->cpu_id, kCpuIdUninitialized);
}

}  // namespace
}  // namespace rct

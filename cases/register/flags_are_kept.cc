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
  // Control: the registration wrote cpu_id.
  CONTROL("register.ids-are-current", mine->cpu_id, testing::Ne(kCpuIdUninitialized));
}

}  // namespace
}  // namespace rct

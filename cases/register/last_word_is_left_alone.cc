// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LastWordOf32BytesIsLeftAlone) {
  VERIFIES("register.last-word-left-alone");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory;
  memory->slice_ctrl = 0xa5a5a5a5;
  {
    Registration mine(memory);
    EXPECT_EQ(mine->slice_ctrl, 0xa5a5a5a5) << "after the registration";

    for (const int cpu : AllowedCpus()) Pin(cpu);
    // Control: the kernel keeps the words before it current.
    CONTROL("identity.cpu-id-current", *mine.area(), IsCurrent());
    Rival().Preempt();
    BlockOnce();
    Section section(TrapSections()[1]);
    Trap(section, mine.area());
    EXPECT_EQ(mine->slice_ctrl, 0xa5a5a5a5) << "after migrations, a preemption, a block and a signal";
  }
  EXPECT_EQ(memory->slice_ctrl, 0xa5a5a5a5) << "after the end of the registration";
}

}  // namespace
}  // namespace rct

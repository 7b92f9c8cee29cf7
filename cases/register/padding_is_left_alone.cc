// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, Bytes20To31AreLeftAlone) {
  VERIFIES("register.padding-left-alone");
  const KeepAffinity keep;
  AreaMemory memory;
  memory->cpu_id = kCpuIdUninitialized;
  for (auto* word : {&memory->node_id, &memory->mm_cid, &memory->slice_ctrl}) *word = 0xa5a5a5a5;
  {
    Registration mine(memory);
    // Control: the kernel writes the fields before the padding.
    CONTROL("register.ids-are-current", mine->cpu_id, testing::Ne(kCpuIdUninitialized));
    for (const int cpu : AllowedCpus()) Pin(cpu);
    BlockOnce();
    Section section(TrapSections()[1]);
    CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  }
  EXPECT_EQ(memory->node_id, 0xa5a5a5a5) << "bytes 20 to 23";
  EXPECT_EQ(memory->mm_cid, 0xa5a5a5a5) << "bytes 24 to 27";
  EXPECT_EQ(memory->slice_ctrl, 0xa5a5a5a5) << "bytes 28 to 31";
}

}  // namespace
}  // namespace rct

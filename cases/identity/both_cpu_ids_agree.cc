// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, BothCpuIdsAlwaysAgree) {
  VERIFIES("identity.cpu-ids-equal");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory(mode);
  memory->cpu_id_start = 1;  // different values, so that only the kernel can make them equal
  memory->cpu_id = 2;
  Registration mine(memory);
  EXPECT_EQ(mine->cpu_id_start, mine->cpu_id) << "after registration";

  Section section(TrapSections()[2]);
  for (const int cpu : AllowedCpus()) {
    SCOPED_TRACE(testing::Message() << "on CPU " << cpu);
    Pin(cpu);
    EXPECT_EQ(mine->cpu_id_start, mine->cpu_id) << "after a migration";
    BlockOnce();
    EXPECT_EQ(mine->cpu_id_start, mine->cpu_id) << "after having slept";
    const Area at_trap = Trap(section, mine.area()).trap.area;
    EXPECT_EQ(at_trap.cpu_id_start, at_trap.cpu_id) << "in a signal handler";
    // Control: the kernel has written the id of this CPU.
    CONTROL("identity.cpu-id-current", std::uint32_t{mine->cpu_id},
            testing::Eq(static_cast<std::uint32_t>(cpu)));
  }
}

}  // namespace
}  // namespace rct

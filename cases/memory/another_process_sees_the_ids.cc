// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnotherProcessThatMapsTheAreaSeesItsOwnersIds) {
  VERIFIES("memory.seen-by-another-process");
  NeedsCpus(2);
  const KeepAffinity keep;
  AreaMemory memory(mode, Sharing::kShared);
  // The child looks, with no registration of its own, and is asked by way of what it is to see next.
  const Shared<std::atomic<int>> wanted;
  const Shared<std::atomic<int>> seen;
  *wanted = -1;
  *seen = -1;
  Child child([&] {
    for (int cpu = -1; cpu != -2; Doze()) {
      cpu = *wanted;
      if (cpu >= 0 && memory->cpu_id == static_cast<std::uint32_t>(cpu)) *seen = cpu;
    }
  });
  {
    Registration mine(memory);
    for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0], AllowedCpus()[1]}) {
      Pin(cpu);
      *wanted = cpu;
      EXPECT_TRUE(Eventually([&] { return *seen == cpu; })) << "CPU " << cpu;
    }
  }
  // Control: it sees as well that nobody is registered there any more.
  EXPECT_EQ(memory->cpu_id, kCpuIdUninitialized);
  *wanted = -2;
  EXPECT_THAT(child.Wait(), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnotherProcessThatMapsTheAreaSeesItsOwnersIds) {
  VERIFIES("memory.seen-by-another-process");
  NeedsCpus(2);
  const KeepAffinity keep;
  AreaMemory memory(mode, Sharing::kShared);
  // The child only reads, and has no registration of its own. It ends when it has seen the area unregistered.
  constexpr std::uint32_t kNothingYet = kCpuIdUninitialized - 1;
  const Shared<std::atomic<std::uint32_t>> wanted, seen;
  *wanted = *seen = kNothingYet;
  Child child([&] {
    while (*seen != kCpuIdUninitialized) {
      const std::uint32_t looked_for = *wanted;
      if (memory->cpu_id == looked_for) *seen = looked_for;
      Doze();
    }
  });
  const auto is_seen = [&](std::uint32_t cpu_id) {
    *wanted = cpu_id;
    return Eventually([&] { return *seen == cpu_id; });
  };
  {
    Registration mine(memory);
    for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0], AllowedCpus()[1]}) {
      Pin(cpu);
      EXPECT_TRUE(is_seen(static_cast<std::uint32_t>(cpu))) << "cpu_id " << cpu;
    }
  }
  // Control: the child also sees what unregistering writes.
  CONTROL("unregister.cpu-id-reset", is_seen(kCpuIdUninitialized), testing::Eq(true));
  CONTROL("unregister.cpu-id-reset", child.Wait(), Survives());
}

}  // namespace
}  // namespace rct

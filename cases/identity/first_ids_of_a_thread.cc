// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, NewThreadsFirstIdsAreThoseOfItsOwnCpu) {
  VERIFIES("identity.first-ids");
  NeedsCpus(2);
  const KeepAffinity keep;
  const std::vector<int> cpus{AllowedCpus()[0], AllowedCpus()[1]};
  // Somebody else keeps one of them busy, so that a new thread begins on the idle one.
  const std::jthread busy([&](const std::stop_token& stop) {
    Pin(cpus[0]);
    while (!stop.stop_requested()) continue;
  });
  bool elsewhere = false;
  // The kernel places a new thread as it likes: until one has begun on another CPU, nothing is shown.
  for (int round = 0; round < 2000 && !elsewhere && !testing::Test::HasFailure(); ++round) {
    Pin(cpus[static_cast<std::size_t>(round) % 2]);
    const unsigned maker = WhereAmI().cpu;
    Pin(cpus);  // the maker stays where it is, the new thread may begin on either
    InThread([&] {
      AreaMemory memory(mode);
      memory->cpu_id = kCpuIdUninitialized;  // control: these are no CPU's
      memory->cpu_id_start = kCpuIdUninitialized;
      const Registration mine(memory);
      const std::uint32_t start = mine->cpu_id_start, cpu = mine->cpu_id;
      const Place here = WhereAmI();
      if (ContextSwitches() != 0) return;  // it may have been moved in between
      EXPECT_EQ(start, here.cpu);
      EXPECT_EQ(cpu, here.cpu);
      elsewhere = here.cpu != maker;  // control
    });
  }
  if (!testing::Test::HasFailure()) Require(elsewhere, "waiting for a thread that begins elsewhere");
}

}  // namespace
}  // namespace rct

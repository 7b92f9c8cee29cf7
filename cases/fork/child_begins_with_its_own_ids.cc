// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildBeginsWithTheIdsOfItsOwnCpu) {
  VERIFIES("fork.child-ids");
  NeedsCpus(2);
  const KeepAffinity keep;
  const std::vector<int> cpus{AllowedCpus()[0], AllowedCpus()[1]};
  Pin(cpus[0]);
  Registration mine(mode);
  const Shared<bool> elsewhere;

  // Somebody else keeps the parent's CPU busy, so that a new process begins on the idle one.
  const std::jthread busy([&](const std::stop_token& stop) {
    Pin(cpus[0]);
    while (!stop.stop_requested()) continue;
  });
  // The kernel places a new process as it likes: until one has begun on another CPU than its parent's, which
  // is also another one than the area was registered on, nothing is shown.
  for (int round = 0; round < 500 && !*elsewhere; ++round) {
    Pin(cpus[static_cast<std::size_t>(round) % 2]);
    Pin(cpus);  // the parent stays where it is, the child may begin on either
    const unsigned parent = WhereAmI().cpu;
    EXPECT_THAT(InChild([&] {
                  const std::uint32_t start = mine->cpu_id_start, cpu = mine->cpu_id;
                  const Place here = WhereAmI();
                  if (ContextSwitches() != 0) return;  // it may have been moved in between
                  EXPECT_EQ(start, here.cpu);
                  EXPECT_EQ(cpu, here.cpu);
                  *elsewhere = here.cpu != parent && static_cast<int>(here.cpu) == cpus[1];
                }),
                Survives());
    if (testing::Test::HasFailure()) break;
  }
  if (testing::Test::HasFailure()) return;
  Require(*elsewhere, "waiting for a child that begins on another CPU than its parent's");
}

}  // namespace
}  // namespace rct

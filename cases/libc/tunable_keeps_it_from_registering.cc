// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Libc, ItsTunableKeepsItFromRegistering) {
  VERIFIES("libc.tunable");
  Needs("libc-registration");
  const KeepAffinity keep;
  const auto expect_unregistered = [] {
    const LibcRseq libc = Libc();
    EXPECT_EQ(libc.size, 0u);
    EXPECT_GT(libc.area->cpu_id, 0x7fffffffu) << "no CPU";
    EXPECT_THAT(Registration(), IsInForce());
    for (const int cpu : AllowedCpus()) {
      Pin(cpu);
      EXPECT_EQ(sched_getcpu(), cpu);
    }
  };
  expect_unregistered();
  InThread(expect_unregistered);
}

}  // namespace
}  // namespace rct

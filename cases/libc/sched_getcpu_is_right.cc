// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, SchedGetcpuNamesEveryCpuThatTheThreadIsMovedTo) {
  VERIFIES("libc.sched-getcpu");
  Needs("libc-registration");
  const KeepAffinity keep;
  const auto expect_right = [] {
    for (const int cpu : AllowedCpus()) {
      Pin(cpu);
      EXPECT_EQ(sched_getcpu(), cpu);
      // Control: libc's area has the number of this CPU.
      CONTROL("libc.registers", std::uint32_t{Libc().area->cpu_id},
              testing::Eq(static_cast<std::uint32_t>(cpu)));
      Require(WhereAmI().cpu == static_cast<unsigned>(cpu), "getcpu(2) on the CPU that the mask allows");
    }
  };
  expect_right();
  InThread(expect_right);
}

}  // namespace
}  // namespace rct

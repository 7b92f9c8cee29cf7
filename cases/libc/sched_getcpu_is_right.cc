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
      EXPECT_EQ(Libc().area->cpu_id, static_cast<std::uint32_t>(cpu));
      EXPECT_EQ(WhereAmI().cpu, static_cast<unsigned>(cpu));  // control: it has been moved
    }
  };
  expect_right();
  std::thread(expect_right).join();
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, SleepWithoutAMoveLeavesTheIdsOfAnExtendedArea) {
  VERIFIES("identity.sleep-leaves-extended-ids");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenAsleep(mine.area()), IsLeft());
  // Control: with the right ids in place again, they follow the thread.
  const KeepAffinity keep;
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    CONTROL("identity.cpu-id-current", std::uint32_t{mine->cpu_id},
            testing::Eq(static_cast<std::uint32_t>(cpu)));
  }
}

}  // namespace
}  // namespace rct

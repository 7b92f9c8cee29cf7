// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, CpuIdFollowsTheThreadToEveryCpu) {
  VERIFIES("identity.cpu-id-current");
  const KeepAffinity keep;
  Registration mine(mode);

  for (int round = 0; round < 2; ++round) {
    for (const int cpu : AllowedCpus()) {
      SCOPED_TRACE(testing::Message() << "moved to CPU " << cpu);
      Pin(cpu);
      EXPECT_EQ(mine->cpu_id, static_cast<std::uint32_t>(cpu));
      ASSERT_EQ(WhereAmI().cpu, static_cast<unsigned>(cpu));  // control: getcpu(2) agrees with the mask
    }
  }

  // Control: an area of which the kernel does not know stays as it is.
  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, mine.signature()), Succeeds());
  Pin(AllowedCpus().front());
  EXPECT_EQ(mine->cpu_id, kCpuIdUninitialized);
}

}  // namespace
}  // namespace rct

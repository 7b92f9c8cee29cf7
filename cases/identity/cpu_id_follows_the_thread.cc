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
      Require(WhereAmI().cpu == static_cast<unsigned>(cpu), "getcpu(2) on the CPU that the mask allows");
    }
  }

  // Control: after unregistering, the kernel does not write the area any more.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, mine.signature()),
                 Succeeds());
  mine->cpu_id = kCpuIdUninitialized;
  Pin(AllowedCpus().front());
  CONTROL("unregister.never-written-again", std::uint32_t{mine->cpu_id}, testing::Eq(kCpuIdUninitialized));
}

}  // namespace
}  // namespace rct

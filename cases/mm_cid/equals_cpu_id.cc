// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(MmCid, WithoutConcurrencyIdsItIsTheCpu) {
  VERIFIES("mm_cid.not-configured");
  Needs("mm-cid");
  const KeepAffinity keep;
  for (const int cpu : AllowedCpus()) {
    SCOPED_TRACE(testing::Message() << "on CPU " << cpu);
    Pin(cpu);
    AreaMemory memory(mode);
    memory->mm_cid = ~0u;  // control: it is the kernel that writes it
    const Registration mine(memory);
    EXPECT_EQ(mine->mm_cid, mine->cpu_id);
    BlockOnce();
    EXPECT_EQ(mine->mm_cid, mine->cpu_id);
    EXPECT_THAT(*mine.area(), IsCurrent());
  }
}

}  // namespace
}  // namespace rct

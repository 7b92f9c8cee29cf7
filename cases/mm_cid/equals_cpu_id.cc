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
    memory->mm_cid = ~0u;  // so that the kernel has to write it
    const Registration mine(memory);
    EXPECT_EQ(mine->mm_cid, mine->cpu_id);
    BlockOnce();
    EXPECT_EQ(mine->mm_cid, mine->cpu_id);
    // Control: cpu_id is the number of that CPU.
    CONTROL("identity.cpu-id-current", *mine.area(), IsCurrent());
  }
}

}  // namespace
}  // namespace rct

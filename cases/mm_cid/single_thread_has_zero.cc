// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(MmCid, TheOnlyThreadHasZeroWhereverItRuns) {
  VERIFIES("mm_cid.single-thread-zero");
  Needs("mm-cid");
  const KeepAffinity keep;
  AreaMemory memory(mode);
  memory->mm_cid = ~0u;  // so that the kernel has to write the zero
  Registration mine(memory);
  for (int round = 0; round < 2; ++round) {
    for (const int cpu : AllowedCpus()) {
      SCOPED_TRACE(testing::Message() << "on CPU " << cpu);
      Pin(cpu);
      BlockOnce();
      EXPECT_EQ(mine->mm_cid, 0u);
    }
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, CpuIdSaysAgainThatTheAreaIsUninitialised) {
  VERIFIES("unregister.cpu-id-reset");
  Registration mine(mode);
  // Control: registered, it names a CPU.
  ASSERT_LT(mine->cpu_id, static_cast<std::uint32_t>(PossibleCpus()));

  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  EXPECT_EQ(mine->cpu_id, kCpuIdUninitialized);
}

}  // namespace
}  // namespace rct

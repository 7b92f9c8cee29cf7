// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, CpuIdSaysAgainThatTheAreaIsUninitialised) {
  VERIFIES("unregister.cpu-id-reset");
  Registration mine(mode);
  // Control: before the call, cpu_id is the number of a CPU.
  ASSERT_CONTROL("register.ids-are-current", mine->cpu_id,
                 testing::Lt(static_cast<std::uint32_t>(PossibleCpus())));

  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  EXPECT_EQ(mine->cpu_id, kCpuIdUninitialized);
}

}  // namespace
}  // namespace rct

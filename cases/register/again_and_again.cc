// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AThousandRegistrationsAreLikeTheFirst) {
  VERIFIES("register.repeatable");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());
  AreaMemory memory(mode);
  for (int round = 0; round < 1000; ++round) {
    ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds()) << "round " << round;
    ASSERT_THAT(*memory.get(), IsCurrent()) << "round " << round;
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds())
        << "round " << round;
    ASSERT_EQ(memory->cpu_id, kCpuIdUninitialized) << "round " << round;
  }
  // Control: an area that is not registered cannot be unregistered.
  CONTROL("unregister.twice", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          FailsWith(EINVAL));
}

}  // namespace
}  // namespace rct

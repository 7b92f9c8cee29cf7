// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FlagsThatACommandDoesNotKnowAreRefused) {
  VERIFIES("membarrier.unknown-flags");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());

  for (int bit = 1; bit < 32; ++bit) {
    SCOPED_TRACE(testing::Message() << "bit " << bit);
    EXPECT_THAT(Membarrier(kMembarrierRseq, 1u << bit), FailsWith(EINVAL));
    EXPECT_THAT(Membarrier(kMembarrierRseq, 1u << bit | kMembarrierCpu), FailsWith(EINVAL));
    EXPECT_THAT(Membarrier(kMembarrierRegisterRseq, 1u << bit), FailsWith(EINVAL));
  }
  EXPECT_THAT(Membarrier(kMembarrierRseq, ~0u), FailsWith(EINVAL));
  EXPECT_THAT(Membarrier(kMembarrierRegisterRseq, kMembarrierCpu), FailsWith(EINVAL));
  EXPECT_THAT(Membarrier(kMembarrierQuery, kMembarrierCpu), FailsWith(EINVAL));

  // Control: the fence accepts its only flag, and no flag at all.
  CONTROL("abort.on-membarrier-to-cpu", Membarrier(kMembarrierRseq, kMembarrierCpu, 0), Succeeds());
  CONTROL("abort.on-membarrier", Membarrier(kMembarrierRseq, 0), Succeeds());
  CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq, 0), Succeeds());
}

}  // namespace
}  // namespace rct

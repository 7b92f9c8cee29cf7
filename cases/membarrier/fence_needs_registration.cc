// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FenceIsRefusedBeforeTheProcessRegistered) {
  VERIFIES("membarrier.fence-needs-registration");

  EXPECT_THAT(
      InChild([] {  // a child's registration does not affect its parent
        EXPECT_THAT(Membarrier(kMembarrierRseq), FailsWith(EPERM));
        EXPECT_THAT(Membarrier(kMembarrierRseq, kMembarrierCpu, 0), FailsWith(EPERM));

        // Control: the same calls succeed after the registration.
        ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
        CONTROL("abort.on-membarrier", Membarrier(kMembarrierRseq), Succeeds());
        CONTROL("abort.on-membarrier-to-cpu", Membarrier(kMembarrierRseq, kMembarrierCpu, 0), Succeeds());
      }),
      Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FenceIsRefusedBeforeTheProcessRegistered) {
  VERIFIES("membarrier.fence-needs-registration");

  EXPECT_THAT(InChild([] {  // what a child registers its parent knows nothing of
                EXPECT_THAT(Membarrier(kMembarrierRseq), FailsWith(EPERM));
                EXPECT_THAT(Membarrier(kMembarrierRseq, kMembarrierCpu, 0), FailsWith(EPERM));

                // Control: the same calls after the registration.
                ASSERT_THAT(Membarrier(kMembarrierRegisterRseq), Succeeds());
                EXPECT_THAT(Membarrier(kMembarrierRseq), Succeeds());
                EXPECT_THAT(Membarrier(kMembarrierRseq, kMembarrierCpu, 0), Succeeds());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

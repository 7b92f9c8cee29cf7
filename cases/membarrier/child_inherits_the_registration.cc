// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, ForkedChildInheritsTheRegistration) {
  VERIFIES("membarrier.fork-inherits");

  EXPECT_THAT(
      InChild([] {
        // Control: a child of an unregistered process is not registered.
        CONTROL("membarrier.fence-needs-registration",
                InChild([] { EXPECT_THAT(Membarrier(kMembarrierRseq), FailsWith(EPERM)); }), Survives());

        ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
        EXPECT_THAT(InChild([] { EXPECT_THAT(Membarrier(kMembarrierRseq), Succeeds()); }), Survives());
      }),
      Survives());
}

}  // namespace
}  // namespace rct

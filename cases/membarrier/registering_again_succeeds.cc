// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, RegisteringAgainSucceedsAndChangesNothing) {
  VERIFIES("membarrier.register-idempotent");

  EXPECT_THAT(InChild([] {
                // Control: before the first registration the fence is refused, so there is no earlier
                // registration.
                CONTROL("membarrier.fence-needs-registration", Membarrier(kMembarrierRseq), FailsWith(EPERM));
                for (const char* time : {"first", "second", "third"}) {
                  SCOPED_TRACE(testing::Message() << "the " << time << " time");
                  EXPECT_THAT(Membarrier(kMembarrierRegisterRseq), Succeeds());
                  EXPECT_THAT(Membarrier(kMembarrierRseq), Succeeds());
                }
              }),
              Survives());
}

}  // namespace
}  // namespace rct

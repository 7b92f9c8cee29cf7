// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, ExecDropsTheRegistration) {
  VERIFIES("membarrier.exec-drops");

  EXPECT_THAT(InChild([] {
                ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq),
                               Succeeds());
                // Control: what the program is refused works in the process that executes it.
                ASSERT_CONTROL("abort.on-membarrier", Membarrier(kMembarrierRseq), Succeeds());
                ExecProgram({});
              }),
              Survives())
      << "the program exits with 1 if its fence is not refused with EPERM, 2 if it cannot register";
}

}  // namespace
}  // namespace rct

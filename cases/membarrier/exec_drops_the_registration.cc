// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, ExecDropsTheRegistration) {
  VERIFIES("membarrier.exec-drops");

  EXPECT_THAT(InChild([] {
                ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq),
                               Succeeds());
                // Control: the same fence works in the process that executes the program.
                ASSERT_CONTROL("abort.on-membarrier", Membarrier(kMembarrierRseq), Succeeds());
                ExecProgram({});
              }),
              Survives())
      << "the program exits with 1 if its fence is not refused with EPERM, 2 if it cannot register";
}

}  // namespace
}  // namespace rct

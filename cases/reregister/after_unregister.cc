// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, OnceUnregisteredTheThreadMayRegisterAnythingElse) {
  VERIFIES("reregister.after-unregister");
  AreaMemory first(mode);
  AreaMemory second(Mode::kBytes32);
  KeepAffinity keep;
  Pin(AllowedCpus().front());

  // Registrations unlike each other in everything; each ends before the next begins.
  for (int round = 0; round < 3; ++round) {
    {
      Registration mine(first, ~kSignature);
      EXPECT_THAT(mine, IsInForce());
      EXPECT_THAT(*mine.area(), IsCurrent());
      // Control: while this one lasts the other is refused.
      EXPECT_THAT(Rseq(second.get(), second.length(), 0, kSignature), FailsWith(EINVAL));
    }
    Registration mine(second, kSignature);
    EXPECT_THAT(mine, IsInForce());
    EXPECT_THAT(*mine.area(), IsCurrent());
  }
}

}  // namespace
}  // namespace rct

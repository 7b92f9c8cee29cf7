// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, TheSecondTimeItIsInvalid) {
  VERIFIES("unregister.twice");
  Registration mine(mode);

  // Control: the same call succeeds the first time, and again after another registration.
  for (int round = 0; round < 2; ++round) {
    CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
            Succeeds());
    EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), FailsWith(EINVAL));
    ASSERT_CONTROL("register.repeatable", Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
  }
}

}  // namespace
}  // namespace rct

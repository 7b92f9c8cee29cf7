// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, TheSameRegistrationAgainIsBusy) {
  VERIFIES("reregister.same-arguments");
  Registration mine(mode);

  EXPECT_THAT(Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY));
  EXPECT_THAT(Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY)) << "the third time, too";

  // Control: the same call succeeds in an unregistered thread.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  CONTROL("register.repeatable", Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

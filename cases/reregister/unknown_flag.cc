// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, AnUnknownFlagIsInvalidBeforeItIsBusy) {
  VERIFIES("reregister.unknown-flag");
  Registration mine(mode);

  for (int bit = 2; bit < 32; ++bit) {
    const int flag = static_cast<int>(1u << bit);
    EXPECT_THAT(Rseq(mine.area(), mine.length(), flag, kSignature), FailsWith(EINVAL));
    EXPECT_THAT(Rseq(mine.area(), mine.length(), flag, ~kSignature), FailsWith(EINVAL))
        << "before the signature";
    ASSERT_THAT(mine, IsInForce());
  }

  // Control: without the flag, the same call fails with EBUSY.
  CONTROL("reregister.same-arguments", Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY));
}

}  // namespace
}  // namespace rct

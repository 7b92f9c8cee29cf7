// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, NoOtherFlagMayStandBesideIt) {
  VERIFIES("unregister.other-flags");
  Registration mine(mode);

  for (int bit = 1; bit < 32; ++bit) {
    const int flags = static_cast<int>(kUnregister | 1u << bit);
    ASSERT_THAT(Rseq(mine.area(), mine.length(), flags, kSignature), FailsWith(EINVAL));
    ASSERT_THAT(mine, IsInForce());
  }
  ASSERT_THAT(Rseq(mine.area(), mine.length(), -1, kSignature), FailsWith(EINVAL));

  // Control: the same call succeeds with the right flags.
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

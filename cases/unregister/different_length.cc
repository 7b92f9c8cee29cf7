// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AnotherLengthIsInvalidWhateverTheSignature) {
  VERIFIES("unregister.different-length");
  Registration mine(mode);

  for (const std::uint32_t length :
       {0u, 1u, kOriginalSize - 1, mine.length() - 1, mine.length() + 1, mine.length() + 64, ~0u}) {
    for (const std::uint32_t signature : {kSignature, ~kSignature}) {
      ASSERT_THAT(Rseq(mine.area(), length, kUnregister, signature), FailsWith(EINVAL));
      ASSERT_THAT(mine, IsInForce());
    }
  }

  // Control: the same call succeeds with the right length.
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

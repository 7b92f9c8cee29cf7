// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, AnotherLengthIsInvalidWhateverTheSignature) {
  VERIFIES("reregister.different-length");
  Registration mine(mode);

  for (const std::uint32_t length :
       {0u, 1u, kOriginalSize - 1, mine.length() - 1, mine.length() + 1, mine.length() + 64, ~0u}) {
    for (const std::uint32_t signature : {kSignature, ~kSignature}) {
      ASSERT_THAT(Rseq(mine.area(), length, 0, signature), FailsWith(EINVAL));
      ASSERT_THAT(mine, IsInForce());
    }
  }

  // Control: with the right length, the call fails for its wrong signature.
  CONTROL("reregister.different-signature", Rseq(mine.area(), mine.length(), 0, ~kSignature),
          FailsWith(EPERM));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AnotherAreaIsInvalidWhateverTheSignature) {
  VERIFIES("unregister.different-area");
  Registration mine(mode);
  AreaMemory other(mode);
  std::byte* const valid = other.page().begin();

  for (const std::byte* area :
       {valid, valid + 1, mine.memory().page().begin() + 64, static_cast<std::byte*>(nullptr)}) {
    for (const std::uint32_t signature : {kSignature, ~kSignature}) {
      ASSERT_THAT(Rseq(area, mine.length(), kUnregister, signature), FailsWith(EINVAL));
      ASSERT_THAT(mine, IsInForce());
    }
  }

  // Control: the same call succeeds with the right area.
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, AnotherAreaIsInvalidWhateverTheSignature) {
  VERIFIES("reregister.different-area");
  Registration mine(mode);
  AreaMemory other(mode);
  std::byte* const valid = other.page().begin();

  for (const std::byte* area :
       {valid, valid + 1, mine.memory().page().begin() + 64, static_cast<std::byte*>(nullptr)}) {
    for (const std::uint32_t signature : {kSignature, ~kSignature}) {
      ASSERT_THAT(Rseq(area, mine.length(), 0, signature), FailsWith(EINVAL));
      ASSERT_THAT(mine, IsInForce());
    }
  }

  // Control: after unregistering, the thread may register the other area.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  CONTROL("reregister.after-unregister", Rseq(valid, other.length(), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(valid, other.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

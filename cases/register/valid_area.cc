// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, AreaOf32BytesIsAcceptedAtAnyMultipleOf32) {
  VERIFIES("register.valid-area");
  Mapping page;
  for (const std::size_t offset : {std::size_t{0}, std::size_t{32}, std::size_t{96}, page.size() - 32}) {
    SCOPED_TRACE("at offset " + std::to_string(offset));
    Area* area = page.As<Area>(offset);

    // Control: before, there is nothing to unregister.
    EXPECT_THAT(Rseq(area, kOriginalSize, kUnregister, kSignature), FailsWith(EINVAL));
    EXPECT_THAT(Rseq(area, kOriginalSize, 0, kSignature), Succeeds());
    EXPECT_THAT(Rseq(area, kOriginalSize, kUnregister, kSignature), Succeeds());
  }
}

}  // namespace
}  // namespace rct

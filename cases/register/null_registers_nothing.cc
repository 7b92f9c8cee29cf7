// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, NullSucceedsAndRegistersNothing) {
  VERIFIES("register.null-registers-nothing");
  EXPECT_THAT(Rseq(nullptr, kOriginalSize, 0, kSignature), Succeeds());

  AreaMemory memory;
  ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  // Control: after a call that does register an area, another one is refused.
  CONTROL("reregister.different-area", Rseq(nullptr, kOriginalSize, 0, kSignature), FailsWith(EINVAL));
  CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

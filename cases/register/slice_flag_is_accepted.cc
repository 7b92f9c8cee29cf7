// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, SliceFlagIsAcceptedAndEnablesNothing) {
  VERIFIES("register.slice-flag-accepted");
  AreaMemory memory(mode);
  memory->flags = kSliceEnabled;

  ASSERT_THAT(Rseq(memory.get(), memory.length(), kSliceDefaultOn, kSignature), Succeeds());
  EXPECT_EQ(memory->flags & kSliceEnabled, 0u) << "there are no slices to be enabled";
  ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                 Succeeds());

  // Control: the next flag is unknown, and is refused.
  CONTROL("register.unknown-flags", Rseq(memory.get(), memory.length(), kSliceDefaultOn << 1, kSignature),
          FailsWith(EINVAL));
}

}  // namespace
}  // namespace rct

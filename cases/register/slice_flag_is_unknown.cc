// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, SliceFlagIsAnUnknownFlag) {
  VERIFIES("register.slice-flag-unknown");
  AreaMemory memory(mode);

  EXPECT_THAT(Rseq(memory.get(), memory.length(), kSliceDefaultOn, kSignature), FailsWith(EINVAL));
  Rseq(memory.get(), memory.length(), kUnregister, kSignature);  // or the control would fail too

  // Control: the same call without it.
  CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

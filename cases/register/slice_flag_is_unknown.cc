// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, SliceFlagIsAnUnknownFlag) {
  VERIFIES("register.slice-flag-unknown");
  AreaMemory memory(mode);

  EXPECT_THAT(Rseq(memory.get(), memory.length(), kSliceDefaultOn, kSignature), FailsWith(EINVAL));
  Rseq(memory.get(), memory.length(), kUnregister, kSignature);  // undoes a call that wrongly succeeded

  // Control: the same call succeeds without the flag.
  CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

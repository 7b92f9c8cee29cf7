// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, UnknownFlagsAreRefused) {
  VERIFIES("register.unknown-flags");
  AreaMemory memory(mode);
  std::vector<int> unknown{~kUnregister};
  for (int bit = 2; bit < 32; ++bit) {
    unknown.push_back(static_cast<int>(1u << bit));
    unknown.push_back(static_cast<int>(1u << bit | kSliceDefaultOn));
  }
  for (const int flags : unknown) {
    EXPECT_THAT(Rseq(memory.get(), memory.length(), flags, kSignature), FailsWith(EINVAL));
    Rseq(memory.get(), memory.length(), kUnregister, kSignature);  // undoes a call that wrongly succeeded
  }

  // Control: the same call succeeds without flags.
  CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AnySignatureIsAcceptedAndKept) {
  VERIFIES("register.any-signature");
  for (const std::uint32_t signature : {0u, 1u, 0x80000000u, 0xffffffffu}) {
    AreaMemory memory(mode);
    ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, signature), Succeeds());
    // The kernel keeps every bit of the signature, so a call whose signature differs in one bit is refused.
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, signature ^ 1u), FailsWith(EPERM));
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, signature ^ 0x80000000u), FailsWith(EPERM));
    // Control: with the exact signature, the same call succeeds.
    CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, signature),
            Succeeds());
  }
}

}  // namespace
}  // namespace rct

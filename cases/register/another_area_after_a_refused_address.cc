// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AfterARefusedAddressAnotherIsAccepted) {
  VERIFIES("register.refused-address-registers-nothing");
  EXPECT_THAT(InChild([mode] {
                Mapping forbidden;
                forbidden.Protect(PROT_NONE);
                ASSERT_CONTROL("register.inaccessible-area",
                               Rseq(forbidden.begin(), LengthOf(mode), 0, kSignature), FailsWith(EFAULT));

                AreaMemory memory(mode);
                ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, ~kSignature), Succeeds());
                // Control: after an accepted area, another one is refused.
                CONTROL("reregister.different-area", Rseq(forbidden.begin(), LengthOf(mode), 0, kSignature),
                        FailsWith(EINVAL));
                // The registration must end before its memory is unmapped.
                CONTROL("unregister.matching-call",
                        Rseq(memory.get(), memory.length(), kUnregister, ~kSignature), Succeeds());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

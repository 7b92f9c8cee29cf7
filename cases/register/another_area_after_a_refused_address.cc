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
                // Control: after an accepted address, no other is.
                CONTROL("reregister.different-area", Rseq(forbidden.begin(), LengthOf(mode), 0, kSignature),
                        FailsWith(EINVAL));
                // Registered memory must not go before its registration.
                CONTROL("unregister.matching-call",
                        Rseq(memory.get(), memory.length(), kUnregister, ~kSignature), Succeeds());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

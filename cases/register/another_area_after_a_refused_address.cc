// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AfterARefusedAddressAnotherIsAccepted) {
  VERIFIES("register.refused-address-registers-nothing");
  EXPECT_THAT(InChild([mode] {
                Mapping forbidden;
                forbidden.Protect(PROT_NONE);
                EXPECT_THAT(Rseq(forbidden.begin(), LengthOf(mode), 0, kSignature), FailsWith(EFAULT));

                AreaMemory memory(mode);
                EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, ~kSignature), Succeeds());
                // Control: after an accepted address, no other is.
                EXPECT_THAT(Rseq(forbidden.begin(), LengthOf(mode), 0, kSignature), FailsWith(EINVAL));
                // Registered memory must not go before its registration.
                EXPECT_THAT(Rseq(memory.get(), memory.length(), kUnregister, ~kSignature), Succeeds());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

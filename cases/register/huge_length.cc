// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, HugeLengthIsUnsignedAndHasToEndInUserSpace) {
  VERIFIES("register.huge-length");
  Needs("extended-area");
  PageBelow low(std::uintptr_t{1} << 28);
  PageBelow high(UserLimit());
  for (const std::uint32_t length : {0x80000000u, 0xffffffffu}) {
    EXPECT_THAT(Rseq(high.begin(), length, 0, kSignature), FailsWith(EFAULT)) << "it ends beyond user space";
    Rseq(high.begin(), length, kUnregister, kSignature);  // or the control would fail too

    // Control: lower down, the same length ends in user space.
    EXPECT_THAT(Rseq(low.begin(), length, 0, kSignature), Succeeds());
    EXPECT_THAT(Rseq(low.begin(), length, kUnregister, kSignature), Succeeds());
  }
  // Control: so high up, an area that is short enough is accepted.
  EXPECT_THAT(Rseq(high.begin(), kOriginalSize, 0, kSignature), Succeeds());
  EXPECT_THAT(Rseq(high.begin(), kOriginalSize, kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

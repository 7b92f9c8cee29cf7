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
    Rseq(high.begin(), length, kUnregister, kSignature);  // undoes a call that wrongly succeeded

    ASSERT_THAT(Rseq(low.begin(), length, 0, kSignature), Succeeds()) << "lower down it ends in user space";
    CONTROL("unregister.matching-call", Rseq(low.begin(), length, kUnregister, kSignature), Succeeds());
  }
  // Control: a short area at the same address is accepted.
  CONTROL("register.valid-area", Rseq(high.begin(), kOriginalSize, 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(high.begin(), kOriginalSize, kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AddressOutsideUserSpaceIsRefused) {
  VERIFIES("register.address-outside-user-space");
  const std::uintptr_t top_bit = ~(~std::uintptr_t{0} >> 1);
  const std::uintptr_t page = PageSize();
  for (const std::uintptr_t address : {UserLimit(), UserLimit() + page, UserLimit() * 2, top_bit, -page}) {
    const auto area = reinterpret_cast<void*>(address);
    EXPECT_THAT(InChild([&] { EXPECT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), FailsWith(EFAULT)); }),
                Survives())
        << "registering " << area;
  }
  // Control: the last page of user space is accepted.
  PageBelow last(UserLimit());
  CONTROL("register.valid-area", Rseq(last.begin(), LengthOf(mode), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(last.begin(), LengthOf(mode), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Compat32, AddressThatOnlyA64BitProgramCouldHaveMappedIsRefused) {
  VERIFIES("compat32.address-beyond-user-space");
  const std::uintptr_t page = PageSize();
  for (const std::uintptr_t address : {UserLimit(), UserLimit() + page, -page}) {
    auto* const area = reinterpret_cast<void*>(address);
    EXPECT_THAT(InChild([&] {
                  EXPECT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), FailsWith(EFAULT));
                  const Registration mine(mode);
                  // Control: the refused address was not registered.
                  CONTROL("register.refused-address-registers-nothing", mine, IsInForce());
                }),
                Survives())
        << "registering " << area;
  }
  // Control: the last page of user space is accepted.
  const PageBelow last(UserLimit());
  CONTROL("register.repeatable", Rseq(last.begin(), LengthOf(mode), 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(last.begin(), LengthOf(mode), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, MisalignedAddressOutsideUserSpaceIsInvalid) {
  VERIFIES("register.alignment-before-address");
  const std::uintptr_t kernel = -PageSize();
  for (const std::uintptr_t offset : {1, 16})
    ASSERT_THAT(Rseq(reinterpret_cast<void*>(kernel + offset), LengthOf(mode), 0, kSignature),
                FailsWith(EINVAL));

  // Control: if it is aligned, the same address is refused as an address.
  CONTROL("register.address-outside-user-space",
          Rseq(reinterpret_cast<void*>(kernel), LengthOf(mode), 0, kSignature), FailsWith(EFAULT));
}

}  // namespace
}  // namespace rct

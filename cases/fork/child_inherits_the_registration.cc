// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildInheritsAreaLengthAndSignature) {
  VERIFIES("fork.child-inherits");
  Registration mine(mode);
  const AreaMemory other(mode);

  EXPECT_THAT(
      InChild([&] {
        ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY)) << "all alike";
        ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, ~kSignature), FailsWith(EPERM))
            << "signature differs";
        ASSERT_THAT(Rseq(mine.area(), mine.length() + 32, 0, kSignature), FailsWith(EINVAL))
            << "length differs";
        ASSERT_THAT(Rseq(other.get(), other.length(), 0, kSignature), FailsWith(EINVAL)) << "area differs";

        // Control: after the child has ended the inherited registration, it can register another area.
        ASSERT_CONTROL("fork.child-unregisters-alone",
                       Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
        CONTROL("reregister.after-unregister", Rseq(other.get(), other.length(), 0, kSignature), Succeeds());
      }),
      Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ThePrctlIsNotSupportedWhereNotConfigured) {
  VERIFIES("slice.prctl-not-configured");
  for (const long operation : {0L, kSliceGet, kSliceSet, 3L}) {
    SCOPED_TRACE(operation);
    EXPECT_EQ(prctl(kPrctlSliceExtension, operation, 0, 0, 0), -1);
    EXPECT_EQ(errno, kNotSupported);
  }
  // Control: arguments that must be 0 are looked at first.
  EXPECT_EQ(prctl(kPrctlSliceExtension, kSliceGet, 0, 1, 0), -1);
  EXPECT_EQ(errno, EINVAL);
  EXPECT_EQ(prctl(kPrctlSliceExtension, kSliceGet, 0, 0, 1), -1);
  EXPECT_EQ(errno, EINVAL);
}

}  // namespace
}  // namespace rct

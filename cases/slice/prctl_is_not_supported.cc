// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ThePrctlIsNotSupportedWhereNotConfigured) {
  VERIFIES("slice.prctl-not-configured");
  for (const long operation : {0L, kSliceGet, kSliceSet, 3L}) {
    SCOPED_TRACE(operation);
    EXPECT_THAT(SliceExtension(operation), FailsWith(kNotSupported));
  }
  // The kernel first checks the arguments that must be 0.
  EXPECT_THAT(SliceExtension(kSliceGet, 0, 1, 0), FailsWith(EINVAL));
  EXPECT_THAT(SliceExtension(kSliceGet, 0, 0, 1), FailsWith(EINVAL));
  // Control: an older prctl(2) works.
  RequireCall(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0, "a prctl that every kernel knows");
}

}  // namespace
}  // namespace rct

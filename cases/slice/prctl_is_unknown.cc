// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ThePrctlIsUnknown) {
  VERIFIES("slice.prctl-unknown");
  for (const long operation : {0L, kSliceGet, kSliceSet, 3L}) {
    SCOPED_TRACE(operation);
    EXPECT_THAT(SliceExtension(operation), FailsWith(EINVAL));
  }
  // Control: an older prctl(2) works.
  RequireCall(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0, "a prctl that every kernel knows");
}

}  // namespace
}  // namespace rct

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
  // Control: one that every kernel knows.
  EXPECT_EQ(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 0);
}

}  // namespace
}  // namespace rct

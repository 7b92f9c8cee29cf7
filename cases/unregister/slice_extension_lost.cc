// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

long SliceExtension(long operation, long argument) {
  return syscall(SYS_prctl, kPrctlSliceExtension, operation, argument, 0, 0);
}

TEST(Unregister, TheTimeSliceExtensionIsSwitchedOff) {
  VERIFIES("unregister.slice-extension-lost");
  Needs("slice-extension");
  Registration mine(Mode::kExtended);
  ASSERT_EQ(SliceExtension(kSliceGet, 0), 0);
  ASSERT_EQ(SliceExtension(kSliceSet, kSliceEnable), 0);
  // Control: while registered, it is on.
  ASSERT_EQ(SliceExtension(kSliceGet, 0), 1);

  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  EXPECT_EQ(SliceExtension(kSliceGet, 0), 0);
  ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
  EXPECT_EQ(SliceExtension(kSliceGet, 0), 0) << "nor does the next registration bring it back";
}

}  // namespace
}  // namespace rct

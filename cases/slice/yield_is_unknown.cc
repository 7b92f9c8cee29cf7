// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, TheYieldIsNoSystemCall) {
  VERIFIES("slice.yield-unknown");
  EXPECT_EQ(syscall(kNrSliceYield), -1);
  EXPECT_EQ(errno, ENOSYS);
  // Control: one that is.
  EXPECT_EQ(syscall(SYS_getppid), getppid());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, TheYieldIsNoSystemCall) {
  VERIFIES("slice.yield-unknown");
  EXPECT_EQ(syscall(kNrSliceYield), -1);
  EXPECT_EQ(errno, ENOSYS);
  // Control: another system call works.
  Require(syscall(SYS_getppid) == getppid(), "a system call that there is");
}

}  // namespace
}  // namespace rct

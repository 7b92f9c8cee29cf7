// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, NewThreadPointerDoesNotDropTheRegistration) {
  VERIFIES("fork.settls-irrelevant");
  Registration mine(mode);
  const Shared<int> error;
  // Tells a registered thread (EPERM) from another one (EINVAL), and changes nothing in either.
  const auto probe = [&] { *error = Rseq(mine.area(), mine.length(), kUnregister, ~kSignature).error; };

  ASSERT_THAT(InClone(CLONE_SETTLS, probe, __builtin_thread_pointer()), Survives());
  EXPECT_EQ(*error, EPERM) << "EINVAL is what a thread that is not registered gets";
  ASSERT_THAT(InClone(0, probe), Survives());
  EXPECT_EQ(*error, EPERM) << "the same without CLONE_SETTLS";
  // Control: CLONE_VM does drop it, with and without a new thread pointer.
  ASSERT_THAT(InClone(CLONE_VM | CLONE_SETTLS, probe, __builtin_thread_pointer()), Survives());
  EXPECT_EQ(*error, EINVAL);
  ASSERT_THAT(InClone(CLONE_VM, probe), Survives());
  EXPECT_EQ(*error, EINVAL);
}

}  // namespace
}  // namespace rct

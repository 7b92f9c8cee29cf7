// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, NewThreadPointerDoesNotDropTheRegistration) {
  VERIFIES("fork.settls-irrelevant");
  Registration mine(mode);
  const Shared<int> error;
  // EPERM shows that the thread is registered, EINVAL that it is not. The call changes nothing in either
  // case.
  const auto probe = [&] { *error = Rseq(mine.area(), mine.length(), kUnregister, ~kSignature).error; };

  // Control: without a new thread pointer, a child inherits unless it shares memory.
  ASSERT_CONTROL("fork.child-inherits", InClone(0, probe), Survives());
  ASSERT_CONTROL("fork.child-inherits", *error, testing::Eq(EPERM));
  ASSERT_CONTROL("fork.clone-vm-unregistered", InClone(CLONE_VM, probe), Survives());
  ASSERT_CONTROL("fork.clone-vm-unregistered", *error, testing::Eq(EINVAL));

  ASSERT_THAT(InClone(CLONE_SETTLS, probe, __builtin_thread_pointer()), Survives());
  EXPECT_EQ(*error, EPERM) << "EINVAL is what a thread that is not registered gets";
  ASSERT_THAT(InClone(CLONE_VM | CLONE_SETTLS, probe, __builtin_thread_pointer()), Survives());
  EXPECT_EQ(*error, EINVAL) << "EPERM is what a registered thread gets";
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildThatSharesItsParentsMemoryIsNotRegistered) {
  VERIFIES("fork.clone-vm-unregistered");
  Registration mine(mode);
  const Shared<int> error;
  // EPERM shows that the thread is registered, EINVAL that it is not. The call changes nothing in either
  // case.
  const auto probe = [&] { *error = Rseq(mine.area(), mine.length(), kUnregister, ~kSignature).error; };

  for (const int flags :
       {CLONE_VM, CLONE_VM | CLONE_VFORK, CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_SIGHAND}) {
    SCOPED_TRACE(testing::Message() << "clone flags 0x" << std::hex << flags);
    ASSERT_THAT(InClone(flags, probe), Survives());
    EXPECT_EQ(*error, EINVAL) << "EPERM is what a registered thread gets";
    // Control: without CLONE_VM the child inherits the registration, and the probe shows this.
    ASSERT_CONTROL("fork.child-inherits", InClone(flags & ~(CLONE_VM | CLONE_SIGHAND), probe), Survives());
    CONTROL("fork.child-inherits", *error, testing::Eq(EPERM));
  }
  EXPECT_THAT(mine, IsInForce()) << "in the parent";
}

}  // namespace
}  // namespace rct

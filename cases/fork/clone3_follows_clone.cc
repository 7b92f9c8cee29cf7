// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, CloneThreeDropsAndKeepsTheRegistrationAsCloneDoes) {
  VERIFIES("fork.clone3-as-clone");
  Registration mine(mode);
  const Shared<int> error;
  // EPERM shows that the thread is registered, EINVAL that it is not. The call changes nothing in either
  // case.
  const auto probe = [&] { *error = Rseq(mine.area(), mine.length(), kUnregister, ~kSignature).error; };

  // Control: the probe distinguishes the registered parent from an unregistered thread.
  probe();
  ASSERT_CONTROL("unregister.signature-mismatch", *error, testing::Eq(EPERM));
  InThread(probe);
  ASSERT_CONTROL("fork.thread-unregistered", *error, testing::Eq(EINVAL));

  ASSERT_THAT(InClone3(CLONE_VM | CLONE_VFORK, probe), Survives());
  EXPECT_EQ(*error, EINVAL) << "a child that shares memory; EPERM is what a registered thread gets";
  ASSERT_THAT(InClone3(CLONE_VFORK, probe), Survives());
  EXPECT_EQ(*error, EPERM) << "a child with memory of its own inherits";
  EXPECT_THAT(mine, IsInForce()) << "in the parent";
}

}  // namespace
}  // namespace rct

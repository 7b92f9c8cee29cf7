// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AReadOnlyAreaStaysRegistered) {
  VERIFIES("unregister.read-only-area");
  // A switch while the area is read-only kills too, before the call or after it.
  const Ending ending = InChildUnpreempted([&](const std::function<void()>& begin) {
    Registration mine(mode);
    begin();
    mine.memory().page().Protect(PROT_READ);
    const long value = syscall(RCT_NR_RSEQ, mine.area(), mine.length(), kUnregister, kSignature);
    const int error = errno;
    mine.memory().page().Protect(PROT_READ | PROT_WRITE);
    ASSERT_EQ(value, -1);
    ASSERT_EQ(error, EFAULT) << ErrnoName(error);
    ASSERT_THAT(mine, IsInForce());
    // Control: with the area writable again, the same call succeeds.
    CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
            Succeeds());
  });
  EXPECT_THAT(ending, Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AReadOnlyAreaStaysRegistered) {
  VERIFIES("unregister.read-only-area");
  Shared<std::atomic<bool>> returned;
  // A switch while the area is read-only kills as well, before the call or after it. That is a matter of
  // microseconds: a child to which it happened does not count, and the chance that it happens to all of them
  // is nil.
  Ending ending{};
  for (int attempt = 0; attempt < 20; ++attempt) {
    ending = InChild([&] {
      Registration mine(mode);
      mine.memory().page().Protect(PROT_READ);
      const long value = syscall(RCT_NR_RSEQ, mine.area(), mine.length(), kUnregister, kSignature);
      const int error = errno;
      mine.memory().page().Protect(PROT_READ | PROT_WRITE);
      *returned = true;
      EXPECT_EQ(value, -1);
      EXPECT_EQ(error, EFAULT) << ErrnoName(error);
      EXPECT_THAT(mine, IsInForce());
      // Control: with the area writable again the same call unregisters.
      EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
    });
    if (*returned) break;
  }
  EXPECT_THAT(ending, Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, NewThreadIsNotRegistered) {
  VERIFIES("fork.thread-unregistered");
  Registration mine(mode);

  InThread([&] {
    EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), FailsWith(EINVAL))
        << "in the new thread";
    AreaMemory own(mode);  // a thread that is already registered could not register it
    ASSERT_THAT(Rseq(own.get(), own.length(), 0, kSignature), Succeeds());
    EXPECT_THAT(mine, testing::Not(IsInForce())) << "in the new thread";
    CONTROL("unregister.matching-call", Rseq(own.get(), own.length(), kUnregister, kSignature), Succeeds());
  });

  ASSERT_THAT(mine, IsInForce()) << "in the thread that made it";
  // Control: the same call succeeds in the registered thread.
  CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

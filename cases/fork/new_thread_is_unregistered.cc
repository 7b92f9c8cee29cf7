// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, NewThreadIsNotRegistered) {
  VERIFIES("fork.thread-unregistered");
  Registration mine(mode);

  std::thread([&] {
    EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), FailsWith(EINVAL))
        << "in the new thread";
    const Registration own(mode);  // which a thread that is registered already could not have
    EXPECT_THAT(own, IsInForce());
    EXPECT_THAT(mine, testing::Not(IsInForce())) << "in the new thread";
  }).join();

  EXPECT_THAT(mine, IsInForce()) << "in the thread that made it";
  // Control: in the thread that made it the same call unregisters.
  EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

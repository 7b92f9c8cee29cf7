// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, QueryListsTheRseqCommands) {
  VERIFIES("membarrier.query");

  const SyscallResult query = Membarrier(kMembarrierQuery);
  EXPECT_EQ(query.value & kMembarrierRseq, kMembarrierRseq) << query;
  EXPECT_EQ(query.value & kMembarrierRegisterRseq, kMembarrierRegisterRseq) << query;

  // Control: what is listed works, and what is not listed does not.
  EXPECT_THAT(Membarrier(kMembarrierRegisterRseq), Succeeds());
  EXPECT_THAT(Membarrier(kMembarrierRseq), Succeeds());
  ASSERT_EQ(query.value & 1 << 30, 0) << query;
  EXPECT_THAT(Membarrier(1 << 30), FailsWith(EINVAL));
}

}  // namespace
}  // namespace rct

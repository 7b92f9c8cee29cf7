// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, QueryListsTheRseqCommands) {
  VERIFIES("membarrier.query");

  const SyscallResult query = Membarrier(kMembarrierQuery);
  ASSERT_EQ(query.error, 0) << query;
  EXPECT_EQ(query.value & kMembarrierRseq, kMembarrierRseq) << query;
  EXPECT_EQ(query.value & kMembarrierRegisterRseq, kMembarrierRegisterRseq) << query;
  // Control: the listed commands work.
  CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  CONTROL("abort.on-membarrier", Membarrier(kMembarrierRseq), Succeeds());
}

}  // namespace
}  // namespace rct

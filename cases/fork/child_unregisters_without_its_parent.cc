// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildUnregistersWithItsParentsArgumentsAndWithoutItsParent) {
  VERIFIES("fork.child-unregisters-alone");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(mode);

  EXPECT_THAT(InChild([&] {
                ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
                EXPECT_EQ(mine->cpu_id, kCpuIdUninitialized) << "in the child's own copy of the area";
                // Control: a second attempt of the child fails.
                CONTROL("unregister.twice", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                        FailsWith(EINVAL));
              }),
              Survives());

  EXPECT_THAT(mine, IsInForce()) << "in the parent";
  EXPECT_THAT(*mine.area(), IsCurrent()) << "in the parent";
}

}  // namespace
}  // namespace rct

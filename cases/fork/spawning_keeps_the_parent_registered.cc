// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ParentOfASpawnedProgramStaysRegisteredAndTheProgramIsNot) {
  VERIFIES("fork.spawn-keeps-parent");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(mode);

  EXPECT_THAT(SpawnProgram({}), Survives()) << "the program exits with 1 if it begins registered";
  EXPECT_THAT(mine, IsInForce());
  EXPECT_THAT(*mine.area(), IsCurrent());
  Section section(TrapSections()[1]);
  EXPECT_THAT(Trap(section, mine.area()), Aborts()) << "sections still work";

  // Control: once unregistered, the parent is seen to be so, spawning or not.
  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  EXPECT_THAT(mine, testing::Not(IsInForce()));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ParentOfASpawnedProgramStaysRegisteredAndTheProgramIsNot) {
  VERIFIES("fork.spawn-keeps-parent");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(mode);
  Section section(TrapSections()[1]);
  // Control: before the spawn, the section is aborted.
  ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());

  EXPECT_THAT(SpawnProgram({}), Survives()) << "the program exits with 1 if it begins registered";
  ASSERT_THAT(mine, IsInForce());
  ASSERT_THAT(*mine.area(), IsCurrent());
  ASSERT_THAT(Trap(section, mine.area()), Aborts()) << "sections still work";

  // Control: after unregistering, the parent's registration is not in force.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  CONTROL("unregister.matching-call", mine, testing::Not(IsInForce()));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, AreaThatTheChildDoesNotInheritKillsIt) {
  VERIFIES("fork.dontfork-area-kills");

  for (const int advice : {MADV_DONTFORK, MADV_DOFORK}) {
    SCOPED_TRACE(advice == MADV_DONTFORK ? "MADV_DONTFORK" : "MADV_DOFORK");
    Registration mine(mode);
    Require(madvise(mine.memory().page().begin(), PageSize(), advice) == 0, "madvise");
    const bool inherited = advice == MADV_DOFORK;  // Control: with memory that the child gets it survives.
    EXPECT_THAT(InChild([] { BlockOnce(); }), inherited ? Survives() : DiesOf(SIGSEGV));
    EXPECT_THAT(mine, IsInForce()) << "in the parent";
  }
}

}  // namespace
}  // namespace rct

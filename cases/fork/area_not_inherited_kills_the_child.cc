// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, AreaThatTheChildDoesNotInheritKillsIt) {
  VERIFIES("fork.dontfork-area-kills");

  const auto child = [mode](int advice) {
    Registration mine(mode);
    RequireCall(madvise(mine.memory().page().begin(), PageSize(), advice) == 0, "madvise");
    return InChild([] { BlockOnce(); });
  };

  EXPECT_THAT(child(MADV_DONTFORK), DiesOf(SIGSEGV));
  // Control: a child that inherits the memory survives.
  CONTROL("fork.child-inherits", child(MADV_DOFORK), Survives());
}

}  // namespace
}  // namespace rct

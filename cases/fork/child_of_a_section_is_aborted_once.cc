// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildForkedInsideASectionIsAbortedOnce) {
  VERIFIES("fork.inside-section-aborts-child-once");
  Registration mine(mode);
  const Shared<Passage> next, trapped;
  Section forking(SyscallSections()[2]);
  const auto another = [&] {
    int committed = 0;
    Section section(StoreSections()[2]);
    section.frame.operand = &committed;
    *next = section.Enter(mine.area());
    next->provoked = true;
    Section trap(TrapSections()[2]);
    *trapped = Trap(trap, mine.area());
  };

  const Forked forked = PassForking(forking, mine.area(), another);

  EXPECT_THAT(forked.child, Aborts()) << "its first return to user mode is an event";
  EXPECT_EQ(forked.child.rseq_cs_left, 0u);
  EXPECT_THAT(*next, Completes()) << "what the child began with is used up";
  // Control: the parent goes on in the section in which it forked.
  CONTROL("fork.inside-section-parent-goes-on", forked.parent, Completes());
  // Control: an event inside aborts the child's next section.
  CONTROL("abort.on-trap", *trapped, Aborts());
}

}  // namespace
}  // namespace rct

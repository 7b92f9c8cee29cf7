// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildForkedInsideASectionIsAbortedOnce) {
  VERIFIES("fork.inside-section-aborts-child-once");
  Registration mine(mode);
  const Shared<Passage> next;
  Section forking(SyscallSections()[2]);
  const auto another = [&] {
    int committed = 0;
    Section section(StoreSections()[2]);
    section.frame.operand = &committed;
    *next = section.Enter(mine.area());
    next->provoked = true;
  };

  const Forked forked = PassForking(forking, mine.area(), another);

  EXPECT_THAT(forked.child, Aborts()) << "its first return to user mode is an event";
  EXPECT_EQ(forked.child.rseq_cs_left, 0u);
  // Control: what the child began with is used up, and its next section is left alone.
  EXPECT_THAT(*next, Completes());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Passages {
  Passage first, next;
  bool disturbed;  // the scheduler had a hand in it
};

// Forks inside a section; the child goes on in it, and then through another one.
void ForkInside(Area* area, Passages& child) {
  Section forking(SyscallSections()[2]);
  forking.frame.number = SYS_clone;
  forking.frame.argument[0] = SIGCHLD;
  const Passage passage = forking.Enter(area);
  const pid_t pid = static_cast<pid_t>(forking.frame.result);
  if (pid == 0) {
    int committed = 0;
    Section next(StoreSections()[2]);
    next.frame.operand = &committed;
    child = {passage, next.Enter(area), ContextSwitches() != 0};
    _exit(0);
  }
  Require(waitpid(pid, nullptr, 0) == pid, "waiting for the child of a section");
}

TEST_MODES(Fork, ChildForkedInsideASectionIsAbortedOnce) {
  VERIFIES("fork.inside-section-aborts-child-once");
  Registration mine(mode);
  const Shared<Passages> child;
  WaitFor("a child that nobody disturbs", [&] {
    ForkInside(mine.area(), *child);
    return !child->disturbed;
  });

  child->first.provoked = true;  // its first return to user mode is the event
  EXPECT_THAT(child->first, Aborts());
  EXPECT_EQ(child->first.rseq_cs_left, 0u);
  // Control: what the child began with is used up, and its next section is left alone.
  child->next.provoked = true;
  EXPECT_THAT(child->next, Completes());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildForkedInsideASectionIsAbortedOnce) {
  VERIFIES("fork.inside-section-aborts-child-once");
  Registration mine(mode);
  struct Passages {
    Passage first, next;
  };
  const Shared<Passages> child;
  int committed = 0;

  Section forking(SyscallSections()[2]);
  forking.frame.number = SYS_clone;
  forking.frame.argument[0] = SIGCHLD;
  const Passage passage = forking.Enter(mine.area());
  const pid_t pid = static_cast<pid_t>(forking.frame.result);
  if (pid == 0) {
    child->first = passage;
    Section next(StoreSections()[2]);
    next.frame.operand = &committed;
    child->next = PassUndisturbed(next, mine.area());
    _exit(0);
  }
  Require(waitpid(pid, nullptr, 0) == pid, "waiting for the child of a section");

  child->first.provoked = true;  // its first return to user mode is the event
  EXPECT_THAT(child->first, Aborts());
  EXPECT_EQ(child->first.rseq_cs_left, 0u);
  // Control: what the child began with is used up, and its next section is left alone.
  EXPECT_THAT(child->next, Completes());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A thread waits in the kernel for its vfork child, which takes away the thread's area and its CPU. The
// thread then either ends there, or returns to user mode.
Ending LoseTheArea(Mode mode, bool ends) {
  return InChild([mode, ends] {
    Pin(AllowedCpus()[0]);
    AreaMemory memory(mode);
    const Registration mine(memory);
    const pid_t self = getpid();
    InClone(CLONE_VM | CLONE_VFORK, [&] {
      memory.page().Unmap();
      Pin(AllowedCpus()[1], self);
      if (ends) kill(self, SIGTERM);
    });
  });
}

TEST_MODES(Fork, ThreadEndsWithoutItsArea) {
  VERIFIES("fork.exit-without-area");
  NeedsCpus(2);
  // The vfork child ends a little later than its parent. This process is its subreaper, so that it can wait
  // for it.
  RequireCall(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0, "prctl(PR_SET_CHILD_SUBREAPER)");

  EXPECT_THAT(LoseTheArea(mode, true), DiesOf(SIGTERM));
  // Control: a thread that returns to user mode needs its area.
  CONTROL("identity.writable", LoseTheArea(mode, false), DiesOf(SIGSEGV));
  WaitFor("the end of its child", [] { return waitpid(-1, nullptr, WNOHANG) == -1; });
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A thread that its vfork child keeps suspended in the kernel loses its area and its CPU. Then it either ends
// there, or returns to user mode.
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

  EXPECT_THAT(LoseTheArea(mode, true), DiesOf(SIGTERM));
  // Control: a thread that returns to user mode needs its area.
  EXPECT_THAT(LoseTheArea(mode, false), DiesOf(SIGSEGV));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, TwoEventsAtOnceAbortOnce) {
  VERIFIES("abort.once-per-entry");
  Registration mine(mode);
  std::vector<std::uintptr_t> interrupted;
  const Handler handler(SIGUSR1, [&](void* context) { interrupted.push_back(ContextPc(context)); });
  // The signal comes while the preempted thread still waits for the CPU, so that the thread returns to user
  // mode with both events. A nonzero rseq_cs shows that it has not run yet, because the preemption alone
  // clears it.
  Event both = Preemption();
  both.prepare = [&] { interrupted.clear(); };
  both.provoke = [&, victim = ThreadId()] {
    RequireCall(syscall(SYS_tgkill, getpid(), victim, SIGUSR1) == 0, "tgkill");
    return mine->rseq_cs != 0;
  };
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    EXPECT_THAT(SpinThrough(section, mine.area(), both), Aborts());
    EXPECT_THAT(interrupted, testing::ElementsAre(section.code.abort));
    // Control: a preemption alone aborts the same section.
    CONTROL("abort.on-preemption", SpinThrough(section, mine.area(), Preemption()), Aborts());
  }
}

}  // namespace
}  // namespace rct

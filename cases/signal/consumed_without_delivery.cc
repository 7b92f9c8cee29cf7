// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, TakingAPendingSignalInsideDoesNotAbort) {
  VERIFIES("signal.consumed");
  Registration mine(mode);
  sigset_t set, previous;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  RequireCall(sigprocmask(SIG_BLOCK, &set, &previous) == 0, "sigprocmask");
  const timespec now{0, 0};
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    section.frame.number = SYS_rt_sigtimedwait;
    section.frame.argument[0] = reinterpret_cast<long>(&set);
    section.frame.argument[2] = reinterpret_cast<long>(&now);
    section.frame.argument[3] = _NSIG / 8;
    Passage passage{};
    Undisturbed([&] {
      raise(SIGUSR1);
      SettleEvents(section, mine.area());
      passage = section.Enter(mine.area());
    });
    passage.provoked = section.frame.result == SIGUSR1;
    EXPECT_THAT(passage, Completes());
  }
  sigtimedwait(&set, nullptr, &now);  // takes the signal that a disturbed attempt may have left
  RequireCall(sigprocmask(SIG_SETMASK, &previous, nullptr) == 0, "sigprocmask");

  // Control: the same signal aborts if it is delivered to a handler.
  for (const SectionCode& code : SpinSections()) {
    Section section(code);
    CONTROL("abort.on-signal", SpinThrough(section, mine.area(), HandledSignal()), Aborts());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, AHandlerFindsTheIdsOfTheCpuThatItsThreadWasMovedToAsleep) {
  VERIFIES("signal.fields-after-migration");
  NeedsCpus(2);
  const KeepAffinity keep;
  Registration mine(mode);
  const pid_t sleeper = ThreadId();
  // The signal is blocked except during the sleep, so that it comes neither earlier nor later.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  RequireCall(sigprocmask(SIG_BLOCK, &blocked, &before) == 0, "sigprocmask");
  for (const int cpu : {AllowedCpus()[0], AllowedCpus()[1], AllowedCpus()[0]}) {
    SCOPED_TRACE(testing::Message() << "moved to CPU " << cpu);
    std::atomic<int> handled{0};
    std::uint32_t seen = kCpuIdUninitialized, started = kCpuIdUninitialized;
    const Handler handler(SIGUSR1, [&](void*) {
      seen = mine->cpu_id;
      started = mine->cpu_id_start;
      handled = 1;
    });
    bool slept = false;
    Thread mover([&] {
      slept = Eventually([&] { return IsAsleep(sleeper); });
      Pin(cpu, sleeper);
      syscall(SYS_tgkill, getpid(), sleeper, SIGUSR1);
    });
    const timespec bound{static_cast<time_t>(LongTime() / std::chrono::seconds(1)), 0};
    pselect(0, nullptr, nullptr, nullptr, &bound, &before);
    mover.Join();
    if (!slept || handled == 0) throw Broken("the thread was not signalled in its sleep");
    if (WhereAmI().cpu != static_cast<unsigned>(cpu)) throw Broken("the thread was not moved in its sleep");
    EXPECT_EQ(seen, static_cast<std::uint32_t>(cpu));
    EXPECT_EQ(started, static_cast<std::uint32_t>(cpu));
  }
  sigprocmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace
}  // namespace rct

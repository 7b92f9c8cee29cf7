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
    std::thread mover([&] {
      slept = Eventually([&] { return IsAsleep(sleeper); });
      Pin(cpu, sleeper);
      syscall(SYS_tgkill, getpid(), sleeper, SIGUSR1);
    });
    const bool signalled = Eventually([&] { return handled == 1; });
    mover.join();
    if (!slept || !signalled) throw Broken("the thread was not signalled in its sleep");
    EXPECT_EQ(seen, static_cast<std::uint32_t>(cpu));
    EXPECT_EQ(started, static_cast<std::uint32_t>(cpu));
    EXPECT_EQ(WhereAmI().cpu, static_cast<unsigned>(cpu));  // control: it has been moved
  }
}

}  // namespace
}  // namespace rct

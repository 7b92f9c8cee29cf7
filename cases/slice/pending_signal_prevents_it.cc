// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kRounds = 10, kPatience = 1000;

TEST(Slice, WhoHasASignalToHandleIsNotGrantedAnExtension) {
  VERIFIES("slice.pending-signal");
  SliceThread mine;
  SliceControl handled{};
  int handler_runs = 0;
  const Handler handler(SIGUSR1, [&](void*) {
    handled = mine.control();
    ++handler_runs;
  });
  Alarm alarm(SIGUSR1);
  const auto ask = [&] {
    SetControl(mine.area(), {1, 0, 0});
    alarm.Set();
    SpinWhile(mine.area(), {1, 0, 0});
    const SliceControl answer = mine.control();
    SetRequest(mine.area(), 0);
    SliceYield();  // whatever may be left of it
    return answer;
  };
  // A round counts if the kernel has decided upon the request before it delivered the signal.
  int counted = 0;
  for (int tries = 0; tries < kPatience && counted < kRounds; ++tries) {
    handler_runs = 0;
    ask();
    if (handler_runs == 0 || handled.request != 0) continue;
    ++counted;
    EXPECT_EQ(handled, SliceControl{});
  }
  EXPECT_EQ(counted, kRounds);

  // Control: while the signal is blocked it is nothing to handle.
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  Require(pthread_sigmask(SIG_BLOCK, &blocked, nullptr) == 0, "pthread_sigmask");
  SliceControl answer{};
  for (int tries = 0; tries < kPatience && answer.granted == 0; ++tries) answer = ask();
  EXPECT_EQ(answer, (SliceControl{0, 1, 0}));
}

}  // namespace
}  // namespace rct

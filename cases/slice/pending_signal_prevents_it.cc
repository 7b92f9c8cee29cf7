// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kRounds = 10, kPatience = 1000;

TEST(Slice, WhoHasASignalToHandleIsNotGrantedAnExtension) {
  VERIFIES("slice.pending-signal");
  SliceThread mine;
  std::atomic<bool> spinning{false}, handled{false};
  SliceControl found{};
  const Handler handler(SIGUSR1, [&](void*) {
    found = mine.control();
    handled = spinning.load();
  });
  Alarm alarm(SIGUSR1);
  const auto ask = [&] {
    handled = false;
    SetControl(mine.area(), {1, 0, 0});
    alarm.Set();
    spinning = true;
    SpinWhile(mine.area(), {1, 0, 0});
    spinning = false;
    const SliceControl answer = mine.control();
    SetRequest(mine.area(), 0);
    SliceYield();  // gives up an extension that may be left
    return answer;
  };
  // A round counts if the kernel had cleared the request when it delivered the signal.
  int counted = 0;
  for (int tries = 0; tries < kPatience && counted < kRounds; ++tries) {
    const long grants = GrantsCounted();
    ask();
    if (!handled || found.request != 0) continue;
    ++counted;
    EXPECT_EQ(found, SliceControl{});
    EXPECT_EQ(GrantsCounted(), grants);
  }
  EXPECT_EQ(counted, kRounds);

  // Control: a blocked signal does not prevent the extension.
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  Require(pthread_sigmask(SIG_BLOCK, &blocked, nullptr) == 0, "pthread_sigmask");
  SliceControl answer{};
  for (int tries = 0; tries < kPatience && answer.granted == 0; ++tries) answer = ask();
  CONTROL("slice.granted", answer, testing::Eq(SliceControl{0, 1, 0}));
}

}  // namespace
}  // namespace rct

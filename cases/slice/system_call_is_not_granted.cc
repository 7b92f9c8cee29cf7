// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Another thread on the caller's CPU, which sleeps until a system call wakes it.
struct Sleeper {
  Sleeper() {
    RequireCall(pipe(ends) == 0, "pipe");
    thread = Thread([this] {
      TakeShortSlices();
      for (char byte; read(ends[0], &byte, 1) == 1;) ++woken;
    });
  }
  ~Sleeper() {
    close(ends[1]);
    thread.Finish();
    close(ends[0]);
  }
  int ends[2];
  std::atomic<long> woken{0};
  Thread thread;
};

constexpr int kRounds = 50;

TEST(Slice, WhoLetsAnotherThreadInByASystemCallIsNotGrantedAnExtension) {
  VERIFIES("slice.interrupts-only");
  SliceThread mine;
  {
    Sleeper sleeper;
    int let_in = 0;
    for (int i = 0; i < kRounds; ++i) {
      BlockOnce();  // lets the other thread go to sleep
      const long before = sleeper.woken;
      SetRequest(mine.area(), 1);
      const long written = write(sleeper.ends[1], "", 1);
      EXPECT_EQ(mine.control().granted, 0);
      let_in += sleeper.woken != before;
      SetRequest(mine.area(), 0);
      RequireCall(written == 1, "write");
    }
    Require(let_in > 0, "a call that wakes another thread");
  }
  // Control: if an interrupt wakes the other thread, the extension is granted.
  CONTROL("slice.granted", mine.Ask().granted, testing::Eq(true));
}

}  // namespace
}  // namespace rct

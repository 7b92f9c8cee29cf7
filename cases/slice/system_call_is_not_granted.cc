// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Another thread on the caller's CPU, which sleeps until it is woken by a system call.
struct Sleeper {
  Sleeper() {
    Require(pipe(ends) == 0, "pipe");
    thread = std::thread([this] {
      for (char byte; read(ends[0], &byte, 1) == 1;) ++woken;
    });
  }
  ~Sleeper() {
    close(ends[1]);
    thread.join();
    close(ends[0]);
  }
  int ends[2];
  std::atomic<long> woken{0};
  std::thread thread;
};

TEST(Slice, WhoLetsAnotherThreadInByASystemCallIsNotGrantedAnExtension) {
  VERIFIES("slice.interrupts-only");
  SliceThread mine;
  {
    Sleeper sleeper;
    constexpr int kPatience = 1000;
    bool let_in = false;
    for (int tries = 0; tries < kPatience && !let_in; ++tries) {
      const long before = sleeper.woken;
      SetRequest(mine.area(), 1);
      const long written = write(sleeper.ends[1], "", 1);
      const SliceControl after = mine.control();
      let_in = sleeper.woken != before;
      SetRequest(mine.area(), 0);
      Require(written == 1, "write");
      EXPECT_EQ(after.granted, 0);
    }
    EXPECT_TRUE(let_in);
  }
  // Control: if an interrupt wakes the other thread, it is granted.
  EXPECT_TRUE(mine.Ask().granted);
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, AnAreaThatHadToBeFaultedInIsCounted) {
  VERIFIES("debug.stats-slow-path");
  Needs("own-machine");  // the counter includes every program of the machine
  constexpr int kTimes = 5;
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine;
  Rival rival;
  const auto counted = [&](bool discard) {
    return Counted([&] {
      for (int i = 0; i < kTimes; ++i) {
        if (discard) mine.memory().page().Discard();  // the next write there faults
        rival.Preempt();
      }
    })["slowp"];
  };
  EXPECT_GE(counted(true), kTimes);
  EXPECT_EQ(counted(false), 0) << "what is there is written without a fault";
}

}  // namespace
}  // namespace rct

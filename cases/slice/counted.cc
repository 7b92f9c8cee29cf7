// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kPatience = 100;  // extensions to try until one ends in the expected way

TEST(Slice, EachExtensionIsCountedAndSoIsItsEnd) {
  VERIFIES("slice.counted");
  Needs("own-machine");  // the counters include every program of the machine
  SliceThread mine;
  const std::pair<std::string, std::function<void()>> ends[] = {
      {"syield", [] { SliceYield(); }},
      {"sabort", [] { syscall(SYS_getppid); }},
      {"sexpir", [&] { OutlastExtension(mine.area()); }}};
  for (const auto& end : ends) {
    const std::string& counter = end.first;
    SCOPED_TRACE(counter);
    std::map<std::string, long> counts;
    for (int tries = 0; tries < kPatience && counts[counter] == 0; ++tries) {
      bool granted = false;
      counts = Counted([&] { granted = mine.Ask(end.second).granted; });
      ASSERT_CONTROL("slice.granted", granted, testing::Eq(true));
    }
    EXPECT_GE(counts[counter], 1);
    EXPECT_EQ(counts["syield"] + counts["sabort"] + counts["srevok"], counts["sgrant"]);
    EXPECT_LE(counts["sexpir"], counts["sgrant"]);
  }
  // Without a request nothing is counted.
  auto counts = Counted([&] { IsNeverGranted(mine.rival(), mine.area(), {0, 0, 0}); });
  for (const std::string counter : {"sgrant", "syield", "sabort", "srevok", "sexpir"})
    EXPECT_EQ(counts[counter], 0) << counter;
}

}  // namespace
}  // namespace rct

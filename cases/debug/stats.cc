// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Debugfs, TheFileStatsNamesWhatItCounts) {
  VERIFIES("debug.stats-format");
  std::string lines;
  for (const char* name : {"exit", "signal", "slowp", "fastp", "ids", "cs", "clear", "fixup"})
    lines += std::string(name) + ": +[0-9]+\n";
  EXPECT_THAT(ReadDebugfs("stats"), testing::ContainsRegex("^" + lines));
}

TEST(Debugfs, EachCounterCountsWhatItIsNamedFor) {
  VERIFIES("debug.stats");
  Needs("own-machine");  // the counters include every program of the machine
  // Each action is repeated so often that other activity of the machine, such as ticks, counts less. Actions
  // that do not concern a counter check this.
  constexpr int kTimes = 1000;
  const auto counted = [](const std::function<void()>& action) {
    return Counted([&] {
      for (int i = 0; i < kTimes; ++i) action();
    });
  };
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory;
  {
    auto refused = counted([&] { Rseq(memory.get(), memory.length() - 1, 0, kSignature); });
    EXPECT_LT(refused["ids"], kTimes);
    EXPECT_LT(refused["fastp"], kTimes);
    EXPECT_GE(refused["exit"], kTimes);
    auto registered = counted([&] { const Registration mine(memory); });
    EXPECT_GE(registered["ids"], kTimes);
    EXPECT_GE(registered["fastp"], kTimes);
    EXPECT_LT(counted([] {})["exit"], kTimes);
  }

  const Registration mine(memory);
  const SectionCode& code = TrapSections()[2];
  Section section(code);
  const auto trap = [&] { Trap(section, mine.area()); };
  auto nowhere = counted([] { syscall(SYS_getppid); });
  auto inside = counted(trap);
  section.SetRange(code.start, code.body);
  auto outside = counted(trap);
  for (const char* counter : {"signal", "cs"}) {
    EXPECT_LT(nowhere[counter], kTimes) << counter;
    EXPECT_GE(inside[counter], kTimes) << counter;
    EXPECT_GE(outside[counter], kTimes) << counter;
  }
  EXPECT_GE(inside["fixup"], kTimes);
  EXPECT_LT(inside["clear"], kTimes);
  EXPECT_LT(outside["fixup"], kTimes);
  EXPECT_GE(outside["clear"], kTimes);
}

}  // namespace
}  // namespace rct

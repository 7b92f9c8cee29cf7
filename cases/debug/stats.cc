// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kTimes = 5;

// How often the counter has moved when the action was taken kTimes.
long Moved(const char* counter, const std::function<void()>& action) {
  return Counted([&] {
    for (int i = 0; i < kTimes; ++i) action();
  })[counter];
}

TEST(Debugfs, TheFileStatsNamesWhatItCounts) {
  VERIFIES("debug.stats-format");
  std::string lines;
  for (const char* name : {"exit", "signal", "slowp", "fastp", "ids", "cs", "clear", "fixup"})
    lines += std::string(name) + ": +[0-9]+\n";
  EXPECT_THAT(ReadDebugfs("stats"), testing::ContainsRegex("^" + lines));
}

TEST(Debugfs, EachCounterCountsWhatItIsNamedFor) {
  VERIFIES("debug.stats");
  Needs("own-machine");  // it counts what any program does
  AreaMemory memory;
  const auto reregister = [&] { Registration mine(memory); };
  EXPECT_GE(Moved("ids", reregister), kTimes);
  EXPECT_GE(Moved("fastp", reregister), kTimes);
  EXPECT_GE(Moved("exit", [] { syscall(SYS_getppid); }), kTimes);

  Registration mine(memory);
  const SectionCode& code = TrapSections()[2];
  Section section(code);
  const auto trap = [&] { Trap(section, mine.area()); };
  for (const char* counter : {"signal", "cs", "fixup"}) EXPECT_GE(Moved(counter, trap), kTimes) << counter;
  section.SetRange(code.start, code.body);
  EXPECT_GE(Moved("clear", trap), kTimes);
}

}  // namespace
}  // namespace rct

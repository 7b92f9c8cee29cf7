// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Passes through a section that moves its thread to another CPU by sched_setaffinity(2).
Passage MoveInside(Section& section, Area* area) {
  cpu_set_t there;
  CPU_ZERO(&there);
  CPU_SET(AllowedCpus().at(1), &there);
  section.frame.number = SYS_sched_setaffinity;
  section.frame.argument[1] = sizeof there;
  section.frame.argument[2] = reinterpret_cast<long>(&there);
  Passage passage{};
  WaitFor("a passage that comes to its call", [&] {
    Pin(AllowedCpus().at(0));
    section.frame.result = -1;
    passage = section.Enter(area);
    passage.provoked = section.frame.result == 0;
    return passage.provoked;
  });
  return passage;
}

TEST_MODES(Abort, MovingItselfInsideAborts) {
  VERIFIES("abort.move-inside-aborts");
  NeedsCpus(2);
  const KeepAffinity keep;
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    const Passage passage = MoveInside(section, mine.area());
    EXPECT_THAT(passage, Aborts());
    EXPECT_THAT(*mine.area(), IsCurrent()) << "the fields follow in any case";
  }
}

}  // namespace
}  // namespace rct

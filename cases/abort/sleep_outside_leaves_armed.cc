// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SystemCallThatSleepsOutsideLeavesTheAreaArmed) {
  VERIFIES("abort.sleep-outside-leaves-armed");
  Registration mine(mode);
  const SectionCode& code = SyscallSections()[RCT_SLOTS - 1];
  Section section(code);
  section.SetRange(code.start, code.body);  // the call sleeps right behind the section
  const Passage passage = PassAsleep(section, mine.area());
  CONTROL("abort.outside-only-disarms", passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, reinterpret_cast<std::uintptr_t>(&section.descriptor()));

  // Control: a trap in the same place disarms.
  const SectionCode& trapping = TrapSections()[RCT_SLOTS - 1];
  Section trap(trapping);
  trap.SetRange(trapping.start, trapping.body);
  const TrapPassage trapped = Trap(trap, mine.area());
  CONTROL("abort.outside-only-disarms", trapped, Completes());
  CONTROL("abort.outside-only-disarms", trapped.rseq_cs_left, testing::Eq(0u));
}

}  // namespace
}  // namespace rct

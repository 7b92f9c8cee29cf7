// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Control: a section that no event aborts leaves the area armed.
void ExpectArmedWithoutAbort(const SectionCode& code, Area* area) {
  Section section(code);
  const auto left = [&] { return SpinUndisturbed(section, area).rseq_cs_left; };
  CONTROL("abort.not-on-interrupt", DespiteUpkeep(left), testing::Ne(0u));
}

TEST_MODES(Abort, TrapLeavesTheAreaDisarmed) {
  VERIFIES("abort.disarms");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]);
    const TrapPassage passage = Trap(section, mine.area());
    CONTROL("abort.on-trap", passage, Aborts());
    EXPECT_EQ(passage.rseq_cs_left, 0u);

    ExpectArmedWithoutAbort(SpinSections()[slot], mine.area());
  }
}

TEST_MODES(Abort, SignalLeavesTheAreaDisarmed) {
  VERIFIES("abort.disarms");
  Registration mine(mode);
  Section section(SpinSections()[2]);
  const Passage passage = SpinThrough(section, mine.area(), HandledSignal());
  CONTROL("abort.on-signal", passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);

  ExpectArmedWithoutAbort(section.code, mine.area());
}

TEST_MODES(Abort, PreemptionLeavesTheAreaDisarmed) {
  VERIFIES("abort.disarms");
  Registration mine(mode);
  Section section(SpinSections()[2]);
  const Passage passage = SpinThrough(section, mine.area(), Preemption());
  CONTROL("abort.on-preemption", passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);

  ExpectArmedWithoutAbort(section.code, mine.area());
}

}  // namespace
}  // namespace rct

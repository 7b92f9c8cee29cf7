// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, TrapLeavesTheAreaDisarmed) {
  VERIFIES("abort.disarms");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]);
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.rseq_cs_left, 0u);
  }
}

TEST_MODES(Abort, SignalLeavesTheAreaDisarmed) {
  VERIFIES("abort.disarms");
  Registration mine(mode);
  Section section(SpinSections()[2]);
  const Passage passage = SpinThrough(section, mine.area(), HandledSignal());
  EXPECT_THAT(passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
}

TEST_MODES(Abort, PreemptionLeavesTheAreaDisarmed) {
  VERIFIES("abort.disarms");
  Registration mine(mode);
  Section section(SpinSections()[2]);
  const Passage passage = SpinThrough(section, mine.area(), Preemption());
  EXPECT_THAT(passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
}

}  // namespace
}  // namespace rct

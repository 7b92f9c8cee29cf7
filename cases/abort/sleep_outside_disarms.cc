// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SystemCallThatSleepsOutsideDisarms) {
  VERIFIES("abort.sleep-outside-disarms");
  Registration mine(mode);
  const SectionCode& code = SyscallSections()[RCT_SLOTS - 1];
  Section section(code);
  section.SetRange(code.start, code.body);  // it sleeps after the commit
  Passage passage = PassAsleep(section, mine.area());
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u);

  // Control: a call that does not block leaves it armed. The upkeep of mm_cid disarms, too, but at most once
  // in 100 ms (kernel/sched/core.c, MM_CID_SCAN_DELAY): not one passage and the next.
  section.frame.number = SYS_getppid;
  const Passage one = PassUndisturbed(section, mine.area());
  const Passage next = PassUndisturbed(section, mine.area());
  EXPECT_THAT(next, Completes());
  EXPECT_NE(one.rseq_cs_left | next.rseq_cs_left, 0u);
}

}  // namespace
}  // namespace rct

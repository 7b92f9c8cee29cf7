// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SystemCallThatSleepsOutsideDisarms) {
  VERIFIES("abort.sleep-outside-disarms");
  Registration mine(mode);
  const SectionCode& code = SyscallSections()[RCT_SLOTS - 1];
  Section section(code);
  section.SetRange(code.start, code.body);  // the call sleeps right behind the section
  const Passage passage = PassAsleep(section, mine.area());
  CONTROL("abort.outside-only-disarms", passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u);

  // Control: a call that does not sleep leaves the area armed.
  section.frame.number = SYS_getppid;
  const auto left = [&] { return PassUndisturbed(section, mine.area()).rseq_cs_left; };
  CONTROL("syscall.stale-rseq-cs-kept", DespiteUpkeep(left), testing::Ne(0u));
}

}  // namespace
}  // namespace rct

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

  // Control: a call that does not block leaves it armed.
  section.frame.number = SYS_getppid;
  const std::uint64_t left = DespiteUpkeep([&] {
    passage = PassUndisturbed(section, mine.area());
    EXPECT_THAT(passage, Completes());
    return passage.rseq_cs_left;
  });
  EXPECT_NE(left, 0u);
}

}  // namespace
}  // namespace rct

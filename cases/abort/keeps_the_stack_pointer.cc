// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, StackPointerStaysWhereItWas) {
  VERIFIES("abort.keeps-stack-pointer");
  Registration mine(mode);
  Section section(RegistersSection());
  section.frame.before[RCT_REGISTER_FLAGS] = RCT_FLAGS_PATTERN;

  // The section's code stores its stack pointer on entry, and again on both ways out.
  const auto expect_kept = [&](const TrapPassage& passage) {
    EXPECT_EQ(section.frame.after[RCT_REGISTER_SP], section.frame.before[RCT_REGISTER_SP]);
    EXPECT_EQ(passage.trap.sp, section.frame.before[RCT_REGISTER_SP])
        << "in the context that the handler was given";
    section.frame.after[RCT_REGISTER_SP] = 0;
  };
  const TrapPassage aborted = Trap(section, mine.area());
  CONTROL("abort.on-trap", aborted, Aborts());
  expect_kept(aborted);

  // Control: if it is not armed, the same code finds this stack pointer behind its trap.
  section.ArmWith(0);
  const ControlScope control("descriptor.zero-pointer");
  const TrapPassage passage = Trap(section, mine.area());
  EXPECT_THAT(passage, Completes());
  expect_kept(passage);
}

}  // namespace
}  // namespace rct

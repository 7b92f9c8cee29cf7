// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, StackPointerStaysWhereItWas) {
  VERIFIES("abort.keeps-stack-pointer");
  Registration mine(mode);
  Section section(RegistersSection());
  section.frame.before[RCT_REGISTER_FLAGS] = RCT_FLAGS_PATTERN;

  const TrapPassage passage = Trap(section, mine.area());

  EXPECT_THAT(passage, Aborts());
  // The section itself notes its stack pointer on entry, and its abort handler notes it again.
  EXPECT_EQ(section.frame.after[RCT_REGISTER_SP], section.frame.before[RCT_REGISTER_SP]);
  EXPECT_EQ(passage.trap.sp, section.frame.before[RCT_REGISTER_SP])
      << "in the context that the handler was given";
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortHandlerMayFollowTheSectionAtOnce) {
  VERIFIES("descriptor.abort-after-range");
  Registration mine(mode);
  const SectionCode& code = TrapSections()[2];
  Section section(code);

  section.SetRange(code.start, code.abort);
  const TrapPassage passage = Trap(section, mine.area());
  EXPECT_THAT(passage, Aborts());
  EXPECT_EQ(passage.trap.pc, code.abort);

  // Control: the section as it is, which ends before its abort handler.
  section.SetRange(code.start, code.post_commit);
  EXPECT_THAT(Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortHandlerMayPrecedeTheSection) {
  VERIFIES("descriptor.abort-before-range");
  Registration mine(mode);
  const SectionCode& before = TrapSections()[0];
  const SectionCode& code = TrapSections()[1];
  ASSERT_LT(before.abort, code.start);
  Section section(code);

  section.descriptor().abort_ip = before.abort;
  const TrapPassage passage = Trap(section, mine.area());
  EXPECT_THAT(passage, Aborts());
  EXPECT_EQ(passage.trap.pc, before.abort);

  // Control: the abort handler after it.
  section.descriptor().abort_ip = code.abort;
  EXPECT_THAT(Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

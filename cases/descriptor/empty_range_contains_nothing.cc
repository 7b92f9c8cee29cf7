// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, EmptyRangeContainsNothing) {
  VERIFIES("descriptor.empty-range");
  Registration mine(mode);
  const SectionCode& code = TrapSections()[0];  // the instruction right before the trap arms the section
  Section section(code);

  section.SetRange(code.body, code.body);
  const TrapPassage passage = Trap(section, mine.area());
  EXPECT_THAT(passage, Completes()) << "not even the instruction where it begins";
  EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";

  // Control: a range of one byte contains the trap.
  section.SetRange(code.body, code.body + 1);
  CONTROL("descriptor.start-inclusive", Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

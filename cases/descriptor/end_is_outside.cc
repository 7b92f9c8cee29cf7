// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, EndsBeforeItsPostCommitAddress) {
  VERIFIES("descriptor.end-exclusive");
  Registration mine(mode);
  const SectionCode& code = TrapSections()[4];
  Section section(code);

  section.SetRange(code.start, code.body);
  const TrapPassage passage = Trap(section, mine.area());
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";

  // Control: if the range ends one byte later, the same trap aborts.
  section.SetRange(code.start, code.body + 1);
  CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

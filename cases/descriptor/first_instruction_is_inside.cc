// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, BeginsWithItsFirstInstruction) {
  VERIFIES("descriptor.start-inclusive");
  Registration mine(mode);
  const SectionCode& code = TrapSections()[0];  // the instruction right before the trap arms the section
  Section section(code);

  section.SetRange(code.body, code.post_commit);
  EXPECT_THAT(Trap(section, mine.area()), Aborts());

  // Control: if the range begins one byte later, the same trap does not abort.
  section.SetRange(code.body + 1, code.post_commit);
  const TrapPassage passage = Trap(section, mine.area());
  CONTROL("abort.outside-only-disarms", passage, Completes());
  CONTROL("abort.outside-only-disarms", std::uint64_t{passage.trap.area.rseq_cs}, testing::Eq(0u))
      << "cleared";
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Arch, SectionThatBeginsBeyondFourGibContainsNothing) {
  VERIFIES("descriptor.start-upper-half-elsewhere");
  Registration mine(mode);
  for (const std::uint64_t upper : {1ull, 0xffffffffull}) {
    SCOPED_TRACE(upper);
    Section section(TrapSections()[2]);
    section.descriptor().start_ip |= upper << 32;
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.rseq_cs_left, 0u);
  }
  // Control: nothing there.
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

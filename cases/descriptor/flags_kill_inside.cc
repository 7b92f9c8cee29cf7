// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsKillAThreadThatIsInside) {
  VERIFIES("descriptor.flags-checked");
  const auto completed = [](const TrapPassage& passage) { EXPECT_THAT(passage, Completes()); };
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];

  for (const std::uint32_t flags : {1u, 2u, 4u, 3u, 7u, 8u, 0x80000000u, ~0u}) {
    SCOPED_TRACE(testing::Message() << "flags 0x" << std::hex << flags);
    const auto spoil = [&](Section& section) { section.descriptor().flags = flags; };
    EXPECT_THAT(TrapInChild(mode, code, spoil), DiesOf(SIGSEGV));
  }

  // Control: outside of the section its flags are not looked at.
  const auto outside = [&](Section& section) {
    section.descriptor().flags = ~0u;
    section.SetRange(elsewhere.start, elsewhere.post_commit);
  };
  EXPECT_THAT(TrapInChild(mode, code, outside, completed), Survives());

  // Control: without flags a thread inside is aborted.
  Registration mine(mode);
  Section section(code);
  EXPECT_THAT(Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsAreIgnored) {
  VERIFIES("descriptor.flags-ignored");
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  const auto completed = [](const TrapPassage& passage) { EXPECT_THAT(passage, Completes()); };
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];

  for (const std::uint32_t flags : {0u, 1u, 2u, 4u, 7u, 8u, 0x80000000u, ~0u}) {  // 0 is the control
    SCOPED_TRACE(testing::Message() << "flags 0x" << std::hex << flags);
    const auto spoil = [&](Section& section) { section.descriptor().flags = flags; };
    EXPECT_THAT(TrapInChild(mode, code, spoil, aborted), Survives());

    const auto outside = [&](Section& section) {
      spoil(section);
      section.SetRange(elsewhere.start, elsewhere.post_commit);
    };
    EXPECT_THAT(TrapInChild(mode, code, outside, completed), Survives());
  }
}

}  // namespace
}  // namespace rct

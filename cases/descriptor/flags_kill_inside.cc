// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsKillAThreadThatIsInside) {
  VERIFIES("descriptor.flags-checked");
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];
  const auto ending = [&](std::uint32_t flags, const SectionCode& range,
                          const testing::Matcher<const Passage&>& what) {
    return TrapInChild(
        mode, code,
        [&](Section& section) {
          section.descriptor().flags = flags;
          section.SetRange(range.start, range.post_commit);
        },
        [&](const TrapPassage& passage) { EXPECT_THAT(passage, what); });
  };

  for (const std::uint32_t flags : {1u, 2u, 4u, 3u, 7u, 8u, 0x80000000u, ~0u}) {
    SCOPED_TRACE(testing::Message() << "flags 0x" << std::hex << flags);
    EXPECT_THAT(ending(flags, code, Aborts()), DiesOf(SIGSEGV));
  }
  EXPECT_THAT(ending(~0u, elsewhere, Completes()), Survives()) << "outside of the section";
  // Control: with all flags clear, the same section behaves as usual.
  CONTROL("abort.on-trap", ending(0, code, Aborts()), Survives());
  CONTROL("abort.outside-only-disarms", ending(0, elsewhere, Completes()), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, UnknownVersionKillsInsideAndOutside) {
  VERIFIES("descriptor.version-checked");
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];
  const auto ending = [&](std::uint32_t version, const SectionCode& range,
                          const testing::Matcher<const Passage&>& what) {
    return TrapInChild(
        mode, code,
        [&](Section& section) {
          section.descriptor().version = version;
          section.SetRange(range.start, range.post_commit);
        },
        [&](const TrapPassage& passage) { EXPECT_THAT(passage, what); });
  };

  for (const std::uint32_t version : {1u, 2u, ~0u}) {
    SCOPED_TRACE(version);
    EXPECT_THAT(ending(version, code, Aborts()), DiesOf(SIGSEGV)) << "inside";
    EXPECT_THAT(ending(version, elsewhere, Completes()), DiesOf(SIGSEGV)) << "outside";
  }
  // Control: with version 0, the same section behaves as usual.
  CONTROL("abort.on-trap", ending(0, code, Aborts()), Survives());
  CONTROL("abort.outside-only-disarms", ending(0, elsewhere, Completes()), Survives());
}

}  // namespace
}  // namespace rct

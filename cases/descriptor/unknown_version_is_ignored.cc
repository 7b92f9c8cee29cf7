// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, UnknownVersionIsIgnored) {
  VERIFIES("descriptor.version-ignored");
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
        [&](const TrapPassage& passage) {
          EXPECT_THAT(passage, what);
          if (!passage.aborted) {
            EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared, like any that the thread is not in";
          }
        });
  };

  for (const std::uint32_t version : {1u, 2u, ~0u}) {
    SCOPED_TRACE(testing::Message() << "version " << version);
    EXPECT_THAT(ending(version, code, Aborts()), Survives());
    EXPECT_THAT(ending(version, elsewhere, Completes()), Survives());
  }
  // Control: with version 0, the same section behaves as usual.
  CONTROL("abort.on-trap", ending(0, code, Aborts()), Survives());
  CONTROL("abort.outside-only-disarms", ending(0, elsewhere, Completes()), Survives());
}

}  // namespace
}  // namespace rct

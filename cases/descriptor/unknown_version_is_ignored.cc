// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, UnknownVersionIsIgnored) {
  VERIFIES("descriptor.version-ignored");
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];

  for (const std::uint32_t version : {0u, 1u, 2u, ~0u}) {  // 0 is the control
    SCOPED_TRACE(testing::Message() << "version " << version);
    const auto inside = [&](Section& section) { section.descriptor().version = version; };
    EXPECT_THAT(TrapInChild(mode, code, inside, aborted), Survives());

    const auto outside = [&](Section& section) {
      section.descriptor().version = version;
      section.SetRange(elsewhere.start, elsewhere.post_commit);
    };
    const auto check = [](const TrapPassage& passage) {
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared, like any that the thread is not in";
    };
    EXPECT_THAT(TrapInChild(mode, code, outside, check), Survives());
  }
}

}  // namespace
}  // namespace rct

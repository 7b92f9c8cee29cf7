// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Arch, SectionThatBeginsBeyondFourGibContainsNothing) {
  VERIFIES("descriptor.start-upper-half-elsewhere");
  const SectionCode& code = TrapSections()[2];
  const auto with = [](std::uint64_t upper) {
    return [upper](Section& section) { section.descriptor().start_ip |= upper << 32; };
  };
  const auto disarmed = [](const TrapPassage& passage) {
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.rseq_cs_left, 0u);
  };
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  for (const std::uint64_t upper : {1ull, 0xffffffffull}) {
    SCOPED_TRACE(upper);
    EXPECT_THAT(TrapInChild(mode, code, with(upper), disarmed), Survives());
  }
  // Control: the same section works if this upper half is zero.
  CONTROL("abort.on-trap", TrapInChild(mode, code, with(0), aborted), Survives());
}

}  // namespace
}  // namespace rct

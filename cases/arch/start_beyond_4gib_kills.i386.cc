// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Arch, SectionThatBeginsBeyondFourGibKills) {
  VERIFIES("descriptor.start-upper-half-checked");
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];
  const auto with = [&](std::uint64_t upper, const SectionCode& where) {
    return [&, upper](Section& section) {
      section.SetRange(where.start, where.post_commit);
      section.descriptor().start_ip |= upper << 32;
    };
  };
  for (const std::uint64_t upper : {1ull, 0xffffffffull}) {
    SCOPED_TRACE(upper);
    EXPECT_THAT(TrapInChild(mode, code, with(upper, code)), DiesOf(SIGSEGV));
    EXPECT_THAT(TrapInChild(mode, code, with(upper, elsewhere)), DiesOf(SIGSEGV)) << "outside, too";
  }
  // Control: the same section works if this upper half is zero.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  const auto completed = [](const TrapPassage& passage) { EXPECT_THAT(passage, Completes()); };
  CONTROL("abort.on-trap", TrapInChild(mode, code, with(0, code), aborted), Survives());
  CONTROL("abort.outside-only-disarms", TrapInChild(mode, code, with(0, elsewhere), completed), Survives());
}

}  // namespace
}  // namespace rct

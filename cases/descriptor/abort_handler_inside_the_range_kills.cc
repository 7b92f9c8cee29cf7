// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortHandlerInsideItsSectionKills) {
  VERIFIES("descriptor.abort-inside-checked");
  const SectionCode& before = TrapSections()[0];
  const SectionCode& code = TrapSections()[1];
  Require(before.abort < code.start, "a section that follows another one's abort handler");
  const auto ending = [&](std::uintptr_t start, std::uintptr_t end, std::uintptr_t abort) {
    return TrapInChild(
        mode, code,
        [&](Section& section) {
          section.SetRange(start, end);
          section.descriptor().abort_ip = abort;
        },
        [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); });
  };

  EXPECT_THAT(ending(before.abort, code.post_commit, before.abort), DiesOf(SIGSEGV)) << "where it begins";
  EXPECT_THAT(ending(before.start, code.post_commit, before.abort), DiesOf(SIGSEGV)) << "in the middle";
  EXPECT_THAT(ending(code.start, code.abort + 1, code.abort), DiesOf(SIGSEGV)) << "at its last byte";

  // Control: the same handlers are taken if they are just outside the range, at either end.
  CONTROL("descriptor.abort-before-range", ending(before.abort + 1, code.post_commit, before.abort),
          Survives());
  CONTROL("descriptor.abort-after-range", ending(code.start, code.abort, code.abort), Survives());
}

}  // namespace
}  // namespace rct

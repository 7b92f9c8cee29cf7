// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortHandlerMayPrecedeTheSection) {
  VERIFIES("descriptor.abort-before-range");
  const SectionCode& before = TrapSections()[0];
  const SectionCode& code = TrapSections()[1];
  Require(before.abort < code.start, "a section that follows another one's abort handler");
  const auto ending = [&](std::uintptr_t abort) {
    return TrapInChild(
        mode, code, [&](Section& section) { section.descriptor().abort_ip = abort; },
        [&](const TrapPassage& passage) {
          EXPECT_THAT(passage, Aborts());
          EXPECT_EQ(passage.trap.pc, abort);
        });
  };

  EXPECT_THAT(ending(before.abort), Survives());
  // Control: an abort handler behind the section is taken.
  CONTROL("abort.on-trap", ending(code.abort), Survives());
}

}  // namespace
}  // namespace rct

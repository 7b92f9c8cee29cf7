// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortHandlerMayFollowTheSectionAtOnce) {
  VERIFIES("descriptor.abort-after-range");
  const SectionCode& code = TrapSections()[2];
  const auto ending = [&](std::uintptr_t end) {
    return TrapInChild(
        mode, code, [&](Section& section) { section.SetRange(code.start, end); },
        [&](const TrapPassage& passage) {
          EXPECT_THAT(passage, Aborts());
          EXPECT_EQ(passage.trap.pc, code.abort);
        });
  };

  EXPECT_THAT(ending(code.abort), Survives());
  // Control: the unchanged section, which ends before its abort handler, is aborted.
  CONTROL("abort.on-trap", ending(code.post_commit), Survives());
}

}  // namespace
}  // namespace rct

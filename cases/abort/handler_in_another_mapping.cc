// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, HandlerMayLieInAnotherMapping) {
  VERIFIES("abort.handler-in-another-mapping");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const CodeCopy elsewhere(TrapSections()[slot]);
    Section section(TrapSections()[slot]);
    section.descriptor().abort_ip = elsewhere.code().abort;  // a copy, so it returns like the original
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.pc, elsewhere.code().abort);

    // Control: the handler right behind the section is taken.
    section.descriptor().abort_ip = section.code.abort;
    CONTROL("signal.context-is-abort", Trap(section, mine.area()).trap.pc, testing::Eq(section.code.abort));
  }
}

}  // namespace
}  // namespace rct

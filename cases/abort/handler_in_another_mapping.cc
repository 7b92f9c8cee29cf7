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
    section.descriptor().abort_ip = elsewhere.code().abort;  // it leaves as the original does
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.pc, elsewhere.code().abort);

    // Control: the handler beside the section.
    section.descriptor().abort_ip = section.code.abort;
    CONTROL("signal.context-is-abort", Trap(section, mine.area()).trap.pc, testing::Eq(section.code.abort));
  }
}

}  // namespace
}  // namespace rct

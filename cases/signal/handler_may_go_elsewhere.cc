// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, HandlerThatChangesTheProgramCounterIsObeyed) {
  VERIFIES("signal.context-may-be-changed");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);
    const TrapPassage sent =
        TrapWith(section, mine.area(), 0, [&](void* context) { SetContextPc(context, code.post_commit); });
    CONTROL("signal.context-is-abort", sent.trap.pc, testing::Eq(code.abort));
    EXPECT_THAT(sent, Completes()) << "it was sent on to the end of the section";

    // Control: if the handler does not change it, the context leads to the abort handler.
    CONTROL("abort.on-trap", TrapWith(section, mine.area(), 0, [](void*) {}), Aborts());
  }
}

}  // namespace
}  // namespace rct

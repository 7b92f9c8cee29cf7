// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, ReturnFromAHandlerIntoAnArmedSectionContinuesIt) {
  VERIFIES("signal.return-into-section");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);
    const std::uint64_t left = DespiteUpkeep([&] {
      TrapPassage passage{};
      Undisturbed([&] {
        passage = TrapWith(section, mine.area(), 0, [&](void* context) {
          mine->rseq_cs = reinterpret_cast<std::uintptr_t>(&section.descriptor());
          SetContextPc(context, code.body_end);  // inside the section, except in the last slot
        });
      });
      CONTROL("signal.context-is-abort", passage.trap.pc, testing::Eq(code.abort));
      EXPECT_THAT(passage, Completes()) << "to return there is no event";
      return passage.rseq_cs_left;
    });
    EXPECT_NE(left, 0u) << "the handler armed it again, and nothing disarmed it";

    // Control: if the handler does not change it, the context leads to the abort handler.
    CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

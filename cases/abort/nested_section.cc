// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, HandlerMayUseASectionOfItsOwn) {
  VERIFIES("abort.section-in-handler");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section inner(StoreSections()[slot]);
    std::uint32_t word = 0;
    inner.frame.operand = &word;
    Section outer(TrapSections()[slot]);
    const TrapPassage passage =
        Trap(outer, mine.area(), [&] { EXPECT_THAT(PassUndisturbed(inner, mine.area()), Completes()); });
    EXPECT_EQ(word, 1u) << "the handler's section committed";
    EXPECT_THAT(passage, Aborts()) << "the interrupted section stays aborted";
  }
}

}  // namespace
}  // namespace rct

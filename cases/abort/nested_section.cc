// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, HandlerMayUseASectionOfItsOwn) {
  VERIFIES("abort.section-in-handler");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section inner(StoreSections()[slot]), outer(TrapSections()[slot]);
    std::uint32_t word = 0;
    inner.frame.operand = &word;
    Passage in_handler{}, interrupted{};
    Undisturbed(
        [&] { interrupted = Trap(outer, mine.area(), [&] { in_handler = inner.Enter(mine.area()); }); });
    EXPECT_FALSE(in_handler.aborted) << in_handler;
    EXPECT_EQ(word, 1u) << "the handler's section committed";
    EXPECT_THAT(interrupted, Aborts()) << "the interrupted section stays aborted";
  }
}

}  // namespace
}  // namespace rct

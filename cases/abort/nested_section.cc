// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, HandlerMayUseASectionOfItsOwn) {
  VERIFIES("abort.section-in-handler");
  Registration mine(mode);
  Mapping page;
  const volatile std::uint32_t& word = *page.As<std::uint32_t>();
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section inner(StoreSections()[slot]), outer(TrapSections()[slot]), trapping(TrapSections()[slot]);
    inner.frame.operand = page.begin();
    Passage in_handler{}, interrupted{};
    Undisturbed([&] {
      page.Discard();  // so that the store enters the kernel while the handler's section is armed
      interrupted = Trap(outer, mine.area(), [&] { in_handler = inner.Enter(mine.area()); });
    });
    in_handler.provoked = true;
    EXPECT_THAT(in_handler, Completes());
    EXPECT_EQ(word, 1u) << "the handler's section committed";
    EXPECT_THAT(interrupted, Aborts()) << "the interrupted section stays aborted";

    // Control: a section that traps inside the handler is aborted.
    TrapWith(outer, mine.area(), SA_NODEFER, [&](void*) { in_handler = Trap(trapping, mine.area()); });
    CONTROL("abort.aborts-nest", in_handler, Aborts());
    // Control: the section is aborted if its trap's handler does nothing.
    CONTROL("abort.on-trap", Trap(outer, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

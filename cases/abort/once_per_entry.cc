// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SeveralEventsAbortOneEntryOnce) {
  VERIFIES("abort.once-per-entry");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]);
    std::vector<std::uintptr_t> interrupted;
    TrapWith(section, mine.area(), 0, [&](void* context) {
      interrupted.push_back(ContextPc(context));
      if (interrupted.size() == 1) SetContextPc(context, section.code.body);  // traps again, still inside
    });
    ASSERT_CONTROL("signal.context-is-abort", interrupted,
                   testing::ElementsAre(section.code.abort, testing::_));
    EXPECT_EQ(interrupted[1], section.code.body) << "an event that follows the abort must not abort again";

    // Control: a new entry into the same section is aborted again.
    CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  }
}

TEST_MODES(Abort, AbortDoesNotStrikeTheNextEntry) {
  VERIFIES("abort.once-per-entry");
  Registration mine(mode);
  Mapping page;
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]), next(StoreSections()[slot]);
    next.frame.operand = page.begin();
    Passage aborted{}, completed{};
    Undisturbed([&] {
      page.Discard();  // so that the store of the next section enters the kernel
      aborted = Trap(section, mine.area());
      completed = next.Enter(mine.area());
    });
    completed.provoked = true;
    CONTROL("abort.on-trap", aborted, Aborts());
    EXPECT_THAT(completed, Completes());

    // Control: the same store aborts if the kernel cannot resolve its fault.
    page.Protect(PROT_NONE);
    CONTROL("abort.on-fault", Trap(next, mine.area()), Aborts());
    page.Protect(PROT_READ | PROT_WRITE);
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SeveralEventsAbortOneEntryOnceAndTheNextNever) {
  VERIFIES("abort.once-per-entry");
  Registration mine(mode);
  int nested = 0;
  std::uintptr_t nested_pc = 0;
  const Handler second(SIGUSR1, [&](void* context) {
    ++nested;
    nested_pc = ContextPc(context);
  });
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    nested = 0;
    Section section(TrapSections()[slot]);
    const TrapPassage passage = Trap(section, mine.area(), [] {
      BlockOnce();
      raise(SIGUSR1);
    });
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.count, 1);
    EXPECT_EQ(nested, 1);
    EXPECT_NE(nested_pc, section.code.abort) << "an event that follows the abort must not abort again";

    Section next(StoreSections()[slot]);
    std::uint32_t word = 0;
    next.frame.operand = &word;
    EXPECT_THAT(PassUndisturbed(next, mine.area()), Completes())
        << "the abort must not strike the next entry too";
    EXPECT_EQ(word, 1u);
  }
}

}  // namespace
}  // namespace rct

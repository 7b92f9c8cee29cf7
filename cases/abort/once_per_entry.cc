// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SeveralEventsAbortOneEntryOnce) {
  VERIFIES("abort.once-per-entry");
  Registration mine(mode);
  std::vector<std::uintptr_t> nested;
  const Handler second(SIGUSR1, [&](void* context) { nested.push_back(ContextPc(context)); });
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    nested.clear();
    Section section(TrapSections()[slot]);
    const TrapPassage passage = Trap(section, mine.area(), [] {
      BlockOnce();
      raise(SIGUSR1);
    });
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.count, 1);
    ASSERT_EQ(nested.size(), 1u);
    EXPECT_NE(nested[0], section.code.abort) << "an event that follows the abort must not abort again";
  }
}

TEST_MODES(Abort, AbortDoesNotStrikeTheNextEntry) {
  VERIFIES("abort.once-per-entry");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]), next(StoreSections()[slot]);
    std::uint32_t word = 0;
    next.frame.operand = &word;
    Passage aborted{}, completed{};
    Undisturbed([&] {
      aborted = Trap(section, mine.area());
      completed = next.Enter(mine.area());
    });
    EXPECT_THAT(aborted, Aborts());
    EXPECT_FALSE(completed.aborted) << completed;
    EXPECT_EQ(word, 1u);
  }
}

}  // namespace
}  // namespace rct

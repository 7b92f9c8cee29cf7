// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SectionMayLieAcrossPagesInAnyWay) {
  VERIFIES("abort.across-pages");
  Registration mine(mode);
  std::uintptr_t SectionCode::* const marks[] = {
      &SectionCode::start,     &SectionCode::body,  &SectionCode::body_end, &SectionCode::post_commit,
      &SectionCode::signature, &SectionCode::abort, &SectionCode::end,
  };
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    for (const auto mark : marks) {
      const SectionCode& trapping = TrapSections()[slot];
      const SectionCode& storing = StoreSections()[slot];
      SCOPED_TRACE("slot " + std::to_string(slot) + ", page boundary " +
                   std::to_string(trapping.*mark - trapping.start) + " bytes from the section's start");
      const CodeCopy trap(trapping, trapping.*mark), store(storing, storing.*mark);
      Section aborted(trap.code()), committed(store.code());
      EXPECT_THAT(Trap(aborted, mine.area()), Aborts());

      // Control: without an event, the same code commits.
      std::uint32_t word = 0;
      committed.frame.operand = &word;
      CONTROL("abort.not-on-interrupt", PassUndisturbed(committed, mine.area()), Completes());
      CONTROL("abort.not-on-interrupt", word, testing::Eq(1u));
    }
  }
}

}  // namespace
}  // namespace rct

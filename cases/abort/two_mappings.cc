// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SectionMaySpanTwoMappings) {
  VERIFIES("abort.two-mappings");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    for (const bool two : {true, false}) {  // control: the same pages in one mapping
      SCOPED_TRACE("slot " + std::to_string(slot) + (two ? ", two mappings" : ", control: one mapping"));
      const SectionCode& trapping = TrapSections()[slot];
      const SectionCode& storing = StoreSections()[slot];
      CodeCopy trap(trapping, trapping.body_end), store(storing, storing.body);
      // Pages that may be used differently are never in one mapping.
      if (two) trap.pages().Protect(PROT_READ | PROT_WRITE | PROT_EXEC, 1);
      if (two) store.pages().Protect(PROT_READ | PROT_WRITE | PROT_EXEC, 1);
      Section aborted(trap.code()), committed(store.code());
      EXPECT_THAT(Trap(aborted, mine.area()), Aborts());

      std::uint32_t word = 0;
      committed.frame.operand = &word;
      EXPECT_THAT(PassUndisturbed(committed, mine.area()), Completes());
      EXPECT_EQ(word, 1u);
    }
  }
}

}  // namespace
}  // namespace rct

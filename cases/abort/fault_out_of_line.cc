// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SleepInAnInstructionThatAUprobeMovedAwayOnlyDisarms) {
  VERIFIES("abort.uprobe");
  Needs("uprobes");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(LoadSections()[slot]);
    {
      const Uprobe away(section.code.body);
      const Passage passage = SleepOnFault(section, mine.area());
      EXPECT_THAT(passage, Completes()) << "the kernel executes the instruction in a page of its own";
      EXPECT_EQ(passage.rseq_cs_left, 0u) << "which is outside of the section";
    }
    // Control: without the uprobe, a sleep in the same instruction aborts.
    CONTROL("abort.on-sleeping-fault", SleepOnFault(section, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

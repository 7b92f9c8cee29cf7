// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, PageFaultThatSleepsAbortsAtEverySlot) {
  VERIFIES("abort.on-sleeping-fault");
  Registration mine(mode);
  for (const auto codes : {LoadSections(), StoreSections()}) {
    for (int slot = 0; slot < RCT_SLOTS; ++slot) {
      SCOPED_TRACE((codes.data() == LoadSections().data() ? "load, slot " : "store, slot ") +
                   std::to_string(slot));
      Section section(codes[slot]);
      EXPECT_THAT(SleepOnFault(section, mine.area()), Aborts());

      // Control: if the page is present, the same section runs to its end.
      std::uint32_t word = 0;
      section.frame.operand = &word;
      CONTROL("abort.not-on-interrupt", PassUndisturbed(section, mine.area()), Completes());
    }
  }
}

}  // namespace
}  // namespace rct

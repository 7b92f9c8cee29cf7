// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, FaultingLoadOrStoreAbortsAtEverySlot) {
  VERIFIES("abort.on-fault");
  Registration mine(mode);
  Mapping inaccessible;
  inaccessible.Protect(PROT_NONE);
  for (const auto codes : {LoadSections(), StoreSections()}) {
    for (int slot = 0; slot < RCT_SLOTS; ++slot) {
      SCOPED_TRACE((codes.data() == LoadSections().data() ? "load, slot " : "store, slot ") +
                   std::to_string(slot));
      Section section(codes[slot]);
      section.frame.operand = inaccessible.begin();
      const TrapPassage passage = Trap(section, mine.area());
      EXPECT_THAT(passage, Aborts());
      EXPECT_EQ(passage.trap.signal, SIGSEGV);

      // Control: if the access does not fault, the same section runs to its end.
      std::uint32_t word = 0;
      section.frame.operand = &word;
      CONTROL("abort.not-on-interrupt", PassUndisturbed(section, mine.area()), Completes());
    }
  }
}

}  // namespace
}  // namespace rct

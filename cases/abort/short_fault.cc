// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, PageFaultThatDoesNotSleepDoesNotAbort) {
  VERIFIES("abort.not-on-short-fault");
  Registration mine(mode);
  Mapping page;
  for (const auto codes : {LoadSections(), StoreSections()}) {
    for (int slot = 0; slot < RCT_SLOTS; ++slot) {
      SCOPED_TRACE((codes.data() == LoadSections().data() ? "load, slot " : "store, slot ") +
                   std::to_string(slot));
      Section section(codes[slot]);
      section.frame.operand = page.begin();
      Passage passage{};
      Undisturbed([&] {
        page.Discard();  // so that the access faults, and the kernel finds a page without sleeping
        SettleEvents(section, mine.area());
        passage = section.Enter(mine.area());
      });
      passage.provoked = true;
      EXPECT_THAT(passage, Completes());

      // Control: the same access aborts if the kernel cannot resolve its fault.
      page.Protect(PROT_NONE);
      CONTROL("abort.on-fault", Trap(section, mine.area()), Aborts());
      page.Protect(PROT_READ | PROT_WRITE);
    }
  }
}

}  // namespace
}  // namespace rct

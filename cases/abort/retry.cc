// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SectionCanBeRetriedUntilItCommits) {
  VERIFIES("abort.retry");
  Registration mine(mode);
  Mapping page;
  const volatile std::uint32_t& word = *page.As<std::uint32_t>();
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    page.Discard();
    page.Protect(PROT_READ);
    Section section(StoreSections()[slot]);
    section.frame.operand = page.begin();
    for (int attempt = 1; attempt <= 5; ++attempt) {
      EXPECT_THAT(Trap(section, mine.area()), Aborts()) << "attempt " << attempt;
      EXPECT_EQ(word, 0u) << "an aborted section has not committed";
    }
    // Control: the same section commits once its store does not fault.
    page.Protect(PROT_READ | PROT_WRITE);
    CONTROL("abort.not-on-interrupt", PassUndisturbed(section, mine.area()), Completes());
    CONTROL("abort.not-on-interrupt", word, testing::Eq(1u));
  }
}

}  // namespace
}  // namespace rct

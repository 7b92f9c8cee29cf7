// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kGuarded = 0x10;  // PROT_BTI

TEST_MODES(Arch, AbortHandlerNeedsNoLandingPad) {
  VERIFIES("arch.abort-without-landing-pad");
  Needs("branch-target-identification");
  Registration mine(mode);
  // The section is in the first page. Its abort handler is at the start of the second page, which is guarded,
  // and does not begin with a landing pad.
  const SectionCode& original = TrapSections()[2];
  CodeCopy copy(original, original.abort);
  copy.pages().Protect(PROT_READ | PROT_EXEC | kGuarded);
  copy.pages().Protect(PROT_READ | PROT_EXEC, 1);
  Section section(copy.code());
  EXPECT_THAT(Trap(section, mine.area()), Aborts());

  const auto branch = [&] { reinterpret_cast<void (*)()>(copy.code().abort)(); };
  if (!testing::Matches(DiesOf(SIGILL))(InChild(branch))) throw Broken("the page is not guarded");

  // Control: the same handler is taken in a page that is not guarded.
  copy.pages().Protect(PROT_READ | PROT_EXEC);
  CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

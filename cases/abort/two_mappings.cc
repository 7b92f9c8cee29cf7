// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SectionMaySpanTwoMappings) {
  VERIFIES("abort.two-mappings");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const auto trap = [&](bool two) {
      const SectionCode& original = TrapSections()[slot];
      CodeCopy copy(original, original.body_end);
      // Pages with different permissions are always in different mappings.
      if (two) copy.pages().Protect(PROT_READ | PROT_WRITE | PROT_EXEC, 1);
      Section section(copy.code());
      return Trap(section, mine.area());
    };
    EXPECT_THAT(trap(true), Aborts());

    // Control: a section whose pages are in one mapping is aborted.
    CONTROL("abort.across-pages", trap(false), Aborts());
    // Control: without an event, a section in two mappings commits.
    CodeCopy copy(StoreSections()[slot], StoreSections()[slot].body);
    copy.pages().Protect(PROT_READ | PROT_WRITE | PROT_EXEC, 1);
    std::uint32_t word = 0;
    Section section(copy.code());
    section.frame.operand = &word;
    CONTROL("abort.not-on-interrupt", PassUndisturbed(section, mine.area()), Completes());
    CONTROL("abort.not-on-interrupt", word, testing::Eq(1u));
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A thread with these flags in its area traps, inside a section or right behind it.
Ending TrapWithFlags(Mode mode, std::uint32_t flags, bool inside) {
  const SectionCode& code = TrapSections()[2];
  return InChild([&] {
    Registration mine(mode);
    Section section(code);
    if (!inside) section.SetRange(code.start, code.body);
    mine->flags = flags;
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, inside ? Aborts() : Completes());
  });
}

TEST_MODES(Identity, AnyBitInTheFlagsOfTheAreaKillsInsideASection) {
  VERIFIES("identity.flags-checked");
  for (const std::uint32_t flags : {1u, 2u, 4u, 8u, 0x80000000u}) {
    SCOPED_TRACE(flags);
    EXPECT_THAT(TrapWithFlags(mode, flags, true), DiesOf(SIGSEGV));
    // Control: outside the section, the same flags do not matter.
    CONTROL("abort.outside-only-disarms", TrapWithFlags(mode, flags, false), Survives());
  }
  // Control: with all flags clear, the section is aborted.
  CONTROL("abort.on-trap", TrapWithFlags(mode, 0, true), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, AnyCallInsideASectionKillsInDebugMode) {
  VERIFIES("syscall.inside-kills-in-debug-mode");
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = SyscallSections()[slot];
    const auto ending = [&](std::uintptr_t end) {
      return InChild([&] {
        Registration mine(mode);
        Section section(code);
        section.frame.number = SYS_getppid;
        section.SetRange(code.start, end);
        PassUndisturbed(section, mine.area());
      });
    };
    EXPECT_THAT(ending(code.post_commit), DiesOf(SIGSEGV));
    // Control: the same call does not kill if the section ends right before it.
    CONTROL("abort.outside-only-disarms", ending(code.body), Survives());
  }
}

}  // namespace
}  // namespace rct

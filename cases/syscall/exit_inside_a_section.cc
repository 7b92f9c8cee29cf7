// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ExitInsideASectionIsAnOrdinaryExit) {
  VERIFIES("syscall.exit-inside");
  for (const long call : {SYS_exit, SYS_exit_group}) {
    for (int slot = 0; slot < RCT_SLOTS; ++slot) {
      SCOPED_TRACE((call == SYS_exit ? "exit, slot " : "exit_group, slot ") + std::to_string(slot));
      EXPECT_THAT(InChild([&] {
                    Registration mine(mode);
                    Section section(SyscallSections()[slot]);
                    section.frame.number = call;
                    PassUndisturbed(section, mine.area());
                    ADD_FAILURE() << "the thread lives on";
                  }),
                  Survives());
    }
  }
  // Control: with another status it does not end well.
  EXPECT_THAT(InChild([&] {
                Registration mine(mode);
                Section section(SyscallSections()[2]);
                section.frame.number = SYS_exit_group;
                section.frame.argument[0] = 3;
                PassUndisturbed(section, mine.area());
              }),
              testing::Not(Survives()));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ExitInsideASectionIsAnOrdinaryExit) {
  VERIFIES("syscall.exit-inside");
  constexpr int kStatus = 3;
  for (const long call : {SYS_exit, SYS_exit_group}) {
    for (int slot = 0; slot < RCT_SLOTS; ++slot) {
      SCOPED_TRACE((call == SYS_exit ? "exit, slot " : "exit_group, slot ") + std::to_string(slot));
      const auto exits = [&](bool armed) {
        const Ending ending = InChild([&] {
          Registration mine(mode);
          Section section(SyscallSections()[slot]);
          section.frame.number = call;
          section.frame.argument[0] = kStatus;
          if (!armed) section.ArmWith(0);
          PassUndisturbed(section, mine.area());
          ADD_FAILURE() << "the thread lives on";
        });
        return ending.status;
      };
      EXPECT_EQ(exits(true), W_EXITCODE(kStatus, 0));

      // Control: if the section is not armed, the exit status is the same.
      CONTROL("descriptor.zero-pointer", exits(false), testing::Eq(W_EXITCODE(kStatus, 0)));
    }
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

// Registers under a supervisor that makes up an answer, in a child.
Ending RegisterUnder(Mode mode, int error, const testing::Matcher<const SyscallResult&>& expected) {
  return InChild([&] {
    AreaMemory memory(mode);
    memory->cpu_id = kCpuIdUninitialized;
    Supervisor supervisor(RCT_NR_RSEQ, [&](seccomp_notif_resp& answer) { answer.error = -error; });
    EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), expected);
    EXPECT_EQ(supervisor.asked(), 1);
    BlockOnce();
    EXPECT_EQ(memory->cpu_id, kCpuIdUninitialized) << "nothing may write an area that is not registered";
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, memory.get()), Completes()) << "nor restart its sections";
  });
}

TEST_MODES(Seccomp, RegistrationThatASupervisorAnswersItselfRegistersNothing) {
  VERIFIES("seccomp.notification-answered");
  Needs("seccomp-user-notification");
  EXPECT_THAT(RegisterUnder(mode, 0, Succeeds()), Survives());
  EXPECT_THAT(RegisterUnder(mode, ENOTTY, FailsWith(ENOTTY)), Survives());
  // Control: without a supervisor the registration is one.
  EXPECT_THAT(TrapInChild(
                  mode, TrapSections()[2], [](Section&) {},
                  [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); }),
              Survives());
}

}  // namespace
}  // namespace rct

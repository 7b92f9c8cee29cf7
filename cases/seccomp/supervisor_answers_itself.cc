// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

// Registers in a child, under a supervisor that answers in the kernel's place.
Ending RegisterUnder(Mode mode, int error, const testing::Matcher<const SyscallResult&>& expected) {
  return InChild([&] {
    AreaMemory memory(mode);
    memory->cpu_id = kCpuIdUninitialized;
    Supervisor supervisor(RCT_NR_RSEQ, [&](seccomp_notif_resp& answer) { answer.error = -error; });
    EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), expected);
    Require(supervisor.asked() == 1, "a supervisor that was asked once");
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
  // Control: without a supervisor the same call registers.
  const auto unsupervised = [mode] {
    AreaMemory memory(mode);
    memory->cpu_id = kCpuIdUninitialized;
    CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    BlockOnce();
    CONTROL("register.ids-are-current", memory->cpu_id, testing::Ne(kCpuIdUninitialized));
    Section section(TrapSections()[2]);
    CONTROL("abort.on-trap", Trap(section, memory.get()), Aborts());
    CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
            Succeeds());
  };
  CONTROL("register.valid-area", InChild(unsupervised), Survives());
}

}  // namespace
}  // namespace rct

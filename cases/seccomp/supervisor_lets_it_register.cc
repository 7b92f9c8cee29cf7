// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST_MODES(Seccomp, RegistrationThatASupervisorLetsThroughIsInForce) {
  VERIFIES("seccomp.notification-continued");
  Needs("seccomp-user-notification");
  const auto child = [&] {
    const KeepAffinity keep;
    Pin(AllowedCpus().front());
    AreaMemory memory(mode);
    Supervisor supervisor(
        RCT_NR_RSEQ, [](seccomp_notif_resp& answer) { answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE; });
    EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    EXPECT_EQ(supervisor.asked(), 1);
    EXPECT_THAT(*memory.get(), IsCurrent());
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, memory.get()), Aborts());
    EXPECT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct

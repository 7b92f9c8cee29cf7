// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST_MODES(Seccomp, RegistrationThatASupervisorLetsThroughIsInForce) {
  VERIFIES("seccomp.notification-continued");
  Needs("seccomp-user-notification");
  // Control: without a supervisor the section is aborted.
  ASSERT_CONTROL("abort.on-trap",
                 TrapInChild(
                     mode, TrapSections()[2], [](Section&) {},
                     [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); }),
                 Survives());

  const auto child = [&] {
    const KeepAffinity keep;
    Pin(AllowedCpus().front());
    AreaMemory memory(mode);
    Supervisor supervisor(
        RCT_NR_RSEQ, [](seccomp_notif_resp& answer) { answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE; });
    ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    Require(supervisor.asked() == 1, "a supervisor that was asked once");
    ASSERT_THAT(*memory.get(), IsCurrent());
    Section section(TrapSections()[2]);
    ASSERT_THAT(Trap(section, memory.get()), Aborts());
    CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
            Succeeds());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, NewCredentialsKeepTheRegistration) {
  VERIFIES("fork.credentials-keep");
  constexpr int kSetDumpable = 4, kSetNoNewPrivileges = 38;  // options of prctl(2)
  const bool root = geteuid() == 0;
  constexpr uid_t kNobody = 65534;
  const struct {
    const char* what;
    std::function<long()> change;
  } changes[] = {{"not dumpable", [] { return syscall(SYS_prctl, kSetDumpable, 0, 0, 0, 0); }},
                 {"dumpable", [] { return syscall(SYS_prctl, kSetDumpable, 1, 0, 0, 0); }},
                 {"no new privileges", [] { return syscall(SYS_prctl, kSetNoNewPrivileges, 1, 0, 0, 0); }},
                 {"setgid", [&] { return setgid(root ? kNobody : getgid()); }},
                 {"setuid", [&] { return setuid(root ? kNobody : getuid()); }}};

  EXPECT_THAT(InChild([&] {
                Registration mine(mode);
                Section section(TrapSections()[1]);
                ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
                for (const auto& [what, change] : changes) {
                  SCOPED_TRACE(what);
                  RequireCall(change() == 0, what);
                  ASSERT_THAT(mine, IsInForce());
                }
                ASSERT_THAT(Trap(section, mine.area()), Aborts());

                // Control: a call that does drop the registration is noticed.
                ASSERT_CONTROL("unregister.matching-call",
                               Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
                CONTROL("unregister.matching-call", mine, testing::Not(IsInForce()));
              }),
              Survives());
}

}  // namespace
}  // namespace rct

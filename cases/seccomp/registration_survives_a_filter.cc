// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

TEST_MODES(Seccomp, RegistrationSurvivesNoNewPrivilegesAndAFilter) {
  VERIFIES("seccomp.registration-survives");
  Needs("seccomp-filter");
  const auto child = [&] {
    const KeepAffinity keep;
    Pin(AllowedCpus().front());
    Registration mine(mode);
    Section section(TrapSections()[2]);
    // Control: before the filter is loaded, the section is aborted.
    ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());

    RequireCall(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no_new_privs");
    EXPECT_THAT(mine, IsInForce());
    Filter filter;
    filter.On(SYS_getpgid, SCMP_ACT_ERRNO(ENOTTY));
    filter.Load();
    Require(getpgid(0) == -1 && errno == ENOTTY, "a filter that is at work");

    EXPECT_THAT(mine, IsInForce());
    EXPECT_THAT(*mine.area(), IsCurrent());
    EXPECT_THAT(Trap(section, mine.area()), Aborts());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct

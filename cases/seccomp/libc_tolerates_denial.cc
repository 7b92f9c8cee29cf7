// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

// Executes this program again, under a filter with this action for rseq(2). The libc of the new program
// registers, and the program only lists its tests.
Ending RunUnder(std::uint32_t action) {
  return InChild([&] {
    unsetenv("GLIBC_TUNABLES");
    unsetenv("RSEQCT_STREAM");
    RequireCall(freopen("/dev/null", "w", stdout) != nullptr, "/dev/null");
    Filter filter;
    if (action != SCMP_ACT_ALLOW) filter.On(RCT_NR_RSEQ, action);
    filter.Load();
    execl(own_program.c_str(), "case", "--gtest_list_tests", nullptr);
    RequireCall(false, "executing this program again");
  });
}

TEST(Seccomp, ProgramRunsThoughItsLibcMayNotRegister) {
  VERIFIES("seccomp.libc-tolerates-denial");
  Needs("seccomp-filter");
  Needs("libc-registration");
  EXPECT_THAT(RunUnder(SCMP_ACT_ERRNO(EPERM)), Survives());
  EXPECT_THAT(RunUnder(SCMP_ACT_ERRNO(ENOSYS)), Survives());
  // Control: a filter that kills shows that libc does call rseq(2). Without a filter, the program runs.
  CONTROL("libc.registers", RunUnder(SCMP_ACT_KILL_PROCESS), DiesOf(SIGSYS));
  CONTROL("libc.registers", RunUnder(SCMP_ACT_ALLOW), Survives());
}

}  // namespace
}  // namespace rct

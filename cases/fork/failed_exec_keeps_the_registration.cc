// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ExecThatFailsKeepsTheRegistration) {
  VERIFIES("fork.failed-exec-keeps");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(mode);
  const int garbage = memfd_create("garbage", 0);
  RequireCall(write(garbage, "garbage", 7) == 7, "writing to a memfd");
  const std::string file = "/proc/self/fd/" + std::to_string(garbage);
  const std::string huge(32 * PageSize(), 'x');  // MAX_ARG_STRLEN
  const struct {
    int error;
    const char* path;
    const char* argument;
  } failures[] = {{ENOENT, "/nowhere/at/all", ""},
                  {EACCES, "/proc/self/mem", ""},
                  {ENOEXEC, file.c_str(), ""},
                  {E2BIG, "/proc/self/exe", huge.c_str()}};

  for (const auto& failure : failures) {
    SCOPED_TRACE(ErrnoName(failure.error));
    execl(failure.path, failure.path, failure.argument, nullptr);
    Require(errno == failure.error, "an execve that fails so");
    ASSERT_THAT(mine, IsInForce());
    ASSERT_THAT(*mine.area(), IsCurrent());
  }
  close(garbage);
  // Control: a call that does drop the registration is noticed.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  CONTROL("unregister.matching-call", mine, testing::Not(IsInForce()));
}

}  // namespace
}  // namespace rct

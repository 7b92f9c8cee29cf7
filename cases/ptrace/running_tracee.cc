// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, ATraceeThatRunsIsNotFound) {
  VERIFIES("ptrace.running-tracee");
  Needs("ptrace-rseq-configuration");
  Shared<std::atomic<bool>> enough;
  Tracee tracee([&] {
    Registration mine;
    Tracee::Pause();
    while (!*enough) Doze();
  });
  RseqConfiguration told{};
  tracee.AwaitPause();
  tracee.Continue();
  EXPECT_THAT(GetRseqConfiguration(tracee.pid(), sizeof told, &told), FailsWith(ESRCH));
  EXPECT_THAT(GetRseqConfiguration(getpid(), sizeof told, &told), FailsWith(ESRCH))
      << "one that is not traced at all";

  // Control: the same tracee is found once it is stopped.
  tracee.Stop();
  CONTROL("ptrace.configuration", GetRseqConfiguration(tracee.pid(), sizeof told, &told),
          Returns(sizeof told));
  *enough = true;
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct

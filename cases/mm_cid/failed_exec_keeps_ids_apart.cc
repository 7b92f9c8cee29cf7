// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ThreadsWhoseExecFailsStillHaveDifferentIds) {
  VERIFIES("mm_cid.failed-exec");
  Needs("mm-cid");
  const int garbage = memfd_create("garbage", 0);
  RequireCall(write(garbage, "garbage", 7) == 7, "writing to a memfd");
  const std::string file = "/proc/self/fd/" + std::to_string(garbage);
  OnFewCpus([&](int cpus) {
    Crew crew(cpus);
    // Control: before any execve, the ids differ.
    CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
    for (int round = 0; round < 3; ++round) {
      crew.Each([&](int /*member*/) {
        execl(file.c_str(), file.c_str(), nullptr);
        RequireCall(errno == ENOEXEC, "execve of a file that is not a program");
      });
      EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
    }
  });
  close(garbage);
}

}  // namespace
}  // namespace rct

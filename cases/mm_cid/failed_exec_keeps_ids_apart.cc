// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ThreadsWhoseExecFailsStillHaveDifferentIds) {
  VERIFIES("mm_cid.failed-exec");
  Needs("mm-cid");
  NeedsCpus(2);
  const int garbage = memfd_create("garbage", 0);
  Require(write(garbage, "garbage", 7) == 7, "writing to a memfd");
  const std::string file = "/proc/self/fd/" + std::to_string(garbage);
  Crew crew(static_cast<int>(AllowedCpus().size()));
  for (int round = 0; round < 3; ++round) {
    crew.Each([&](int /*member*/) {
      execl(file.c_str(), file.c_str(), nullptr);
      EXPECT_EQ(errno, ENOEXEC);
    });
    EXPECT_THAT(CidsWhileAllRun(crew), AreAllDifferent()) << "round " << round;
  }
  close(garbage);
}

}  // namespace
}  // namespace rct

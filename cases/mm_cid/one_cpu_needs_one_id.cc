// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ThreadsOfAProcessBoundToOneCpuAllHaveZero) {
  VERIFIES("mm_cid.one-cpu-zero");
  Needs("mm-cid");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  // A child's memory is its own, and has never been used on another CPU.
  EXPECT_THAT(InChild([] {
                Crew crew(3);
                EXPECT_THAT(CidsAfterSleep(crew), testing::Each(0u));

                // Control: on several CPUs at once they must differ.
                Crew pair(2);
                CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(pair), AreAllDifferent());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

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
  // A forked child has a new address space, which no other CPU has used yet.
  EXPECT_THAT(InChild([] {
                Crew crew(3);
                EXPECT_THAT(CidsAfterSleep(crew), testing::Each(0u));

                // Control: on several CPUs at once, the ids differ.
                Crew pair(2);
                CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(pair), AreAllDifferent());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ManyThreadsOnFewCpusShareFewIds) {
  VERIFIES("mm_cid.bound-by-cpus");
  Needs("mm-cid");
  NeedsCpus(3);
  const KeepAffinity keep;
  Pin({AllowedCpus()[0], AllowedCpus()[1]});
  // A forked child has a new address space, which no other CPU has used yet.
  EXPECT_THAT(InChild([] {
                Crew crew(8);
                CidsAfterSleep(crew);  // each thread drops the id that it got before the others started
                EXPECT_THAT(CidsAfterSleep(crew), testing::Each(testing::Lt(2u)));

                // Control: on more CPUs at once, the threads need more ids.
                Crew trio(3);
                CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(trio), AreAllDifferent());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

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
  // A child's memory is its own, and has never been used on another CPU.
  EXPECT_THAT(InChild([] {
                Crew crew(8);
                CidsAfterSleep(crew);  // each drops what it had before the others came
                EXPECT_THAT(CidsAfterSleep(crew), testing::Each(testing::Lt(2u)));

                // Control: on more CPUs at once they need more.
                Crew trio(3);
                CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(trio), AreAllDifferent());
              }),
              Survives());
}

}  // namespace
}  // namespace rct

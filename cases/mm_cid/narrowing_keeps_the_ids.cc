// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, ThreadsThatAreBoundToOneCpuLaterKeepTheirIds) {
  VERIFIES("mm_cid.narrowing-keeps");
  Needs("mm-cid");
  OnFewCpus([](int cpus) {
    Crew crew(cpus - 1);
    const std::vector<std::uint32_t> before = CidsAfterSleep(crew);
    // Control: no thread has 0, which is the caller's id.
    CONTROL("mm_cid.owned-by-thread", before, testing::Each(testing::Ne(0u)));

    Pin(AllowedCpus().front());
    crew.Each([](int /*member*/) { Pin(AllowedCpus().front()); });
    EXPECT_EQ(CidsAfterSleep(crew), before);

    // Control: in a process that has never been on another CPU, every id is 0.
    CONTROL("mm_cid.one-cpu-zero", InChild([] {
              Crew bound(2);
              EXPECT_THAT(CidsAfterSleep(bound), testing::Each(0u));
            }),
            Survives());
  });
}

}  // namespace
}  // namespace rct

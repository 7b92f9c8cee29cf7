// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, AsManyThreadsAsCpusOwnOneEachAsleepOrNot) {
  VERIFIES("mm_cid.owned-by-thread");
  Needs("mm-cid");
  OnFewCpus([](int cpus) {
    Registration mine(Mode::kExtended);
    Crew crew(cpus - 1);
    std::vector<std::uint32_t> cids = CidsAfterSleep(crew);
    BlockOnce();
    cids.push_back(std::uint32_t{mine->mm_cid});

    EXPECT_THAT(cids, AreAllDifferent());
    EXPECT_THAT(cids, testing::Each(testing::Lt(static_cast<std::uint32_t>(cpus + cpus / 4))));

    // The other threads still have the same ids, although they sleep.
    for (int member = 0; member < crew.size(); ++member)
      EXPECT_EQ(crew.area(member).mm_cid, cids[static_cast<std::size_t>(member)]) << "member " << member;
  });
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, WhoStaysGetsALowIdWhenTheOthersHaveExited) {
  VERIFIES("mm_cid.compacted");
  Needs("mm-cid");
  NeedsCpus(3);
  OnFewCpus([](int cpus) {
    Crew crew(cpus - 1);
    // Control: while all threads exist, some have an id that two threads would not need.
    CONTROL("mm_cid.owned-by-thread", CidsAfterSleep(crew), testing::Contains(testing::Ge(2u)));
    while (crew.size() > 1) {
      const bool first_is_low = crew.area(0).mm_cid < crew.area(1).mm_cid;
      crew.Dismiss(first_is_low ? 0 : 1);
    }
    ASSERT_CONTROL("mm_cid.owned-by-thread", std::uint32_t{crew.area(0).mm_cid}, testing::Ge(2u));
    EXPECT_THAT(CidsAfterSleep(crew), testing::ElementsAre(1u)) << "0 is the caller's";
  });
}

}  // namespace
}  // namespace rct

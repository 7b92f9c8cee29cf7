// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, WhoStaysGetsALowIdWhenTheOthersHaveExited) {
  VERIFIES("mm_cid.compacted");
  Needs("mm-cid");
  NeedsCpus(3);
  const KeepAffinity keep;
  Crew crew(static_cast<int>(AllowedCpus().size()) - 1);
  // Control: while all are there some have an id that two threads would not need.
  EXPECT_THAT(CidsAfterSleep(crew), testing::Contains(testing::Ge(2u)));
  while (crew.size() > 1) {
    const bool first_is_low = crew.area(0).mm_cid < crew.area(1).mm_cid;
    crew.Dismiss(first_is_low ? 0 : 1);
  }
  ASSERT_GE(crew.area(0).mm_cid, 2u);
  EXPECT_THAT(CidsAfterSleep(crew), testing::ElementsAre(1u)) << "0 is the caller's";
}

}  // namespace
}  // namespace rct

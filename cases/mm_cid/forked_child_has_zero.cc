// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(MmCid, AForkedChildHasZeroWhateverItsParentHad) {
  VERIFIES("mm_cid.fork-zero");
  Needs("mm-cid");
  NeedsCpus(2);
  Crew crew(2);
  // Control: one of the two threads that fork has an id other than 0.
  ASSERT_CONTROL("mm_cid.unique-among-running", CidsWhileAllRun(crew), AreAllDifferent());
  crew.Each([&](int member) {
    EXPECT_THAT(InChild([&] { EXPECT_EQ(crew.area(member).mm_cid, 0u) << "member " << member; }), Survives());
  });
}

}  // namespace
}  // namespace rct

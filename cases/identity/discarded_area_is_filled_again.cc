// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, DiscardedAreaIsFilledAgain) {
  VERIFIES("identity.discarded-area");
  NeedsCpus(2);
  // This runs in a child, because a kernel may take the zeros for tampering and kill.
  const auto ending = [](bool unregister) {
    return InChild([&] {
      Pin(AllowedCpus().at(1));  // its number is not zero, unlike a discarded page
      Registration mine;
      Area* const area = mine.area();
      if (unregister) {
        ASSERT_CONTROL("unregister.matching-call", Rseq(area, mine.length(), kUnregister, kSignature),
                       Succeeds());
      }
      // This is repeated, because a kernel that writes only changed ids may write them once by chance.
      for (int round = 0; round < 8; ++round) {
        SCOPED_TRACE(round);
        mine.memory().page().Discard();
        BlockOnce();
        if (unregister)
          EXPECT_EQ(area->cpu_id, 0u);
        else
          EXPECT_THAT(*area, IsCurrent());
      }
      if (!unregister) EXPECT_THAT(mine, IsInForce());
    });
  };

  EXPECT_THAT(ending(false), Survives());
  // Control: after unregistering, the same area stays empty.
  CONTROL("unregister.never-written-again", ending(true), Survives());
}

}  // namespace
}  // namespace rct

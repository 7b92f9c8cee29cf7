// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, DiscardedAreaIsFilledAgain) {
  VERIFIES("identity.discarded-area");
  NeedsCpus(2);
  // In a child, for a kernel may take the zeros for tampering.
  const auto ending = [](bool unregister) {
    return InChild([&] {
      Pin(AllowedCpus().at(1));  // whose number is not zero, as what was discarded is
      Registration mine;
      Area* const area = mine.area();
      if (unregister) {
        ASSERT_CONTROL("unregister.matching-call", Rseq(area, mine.length(), kUnregister, kSignature),
                       Succeeds());
      }
      // Several times: a kernel that writes ids only if they have changed may write them once by chance.
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
  // Control: once it is unregistered the same area stays empty.
  CONTROL("unregister.never-written-again", ending(true), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, DiscardedAreaIsFilledAgain) {
  VERIFIES("identity.discarded-area");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus().at(1));  // whose number is not zero, as what was discarded is
  Registration mine;

  mine.memory().page().Discard();
  BlockOnce();
  EXPECT_THAT(*mine.area(), IsCurrent());
  ASSERT_THAT(mine, IsInForce());

  // Control: what is discarded and nobody's stays zero.
  AreaMemory nobodys;
  nobodys->cpu_id = 1;
  nobodys.page().Discard();
  BlockOnce();
  EXPECT_EQ(nobodys->cpu_id, 0u);
}

}  // namespace
}  // namespace rct

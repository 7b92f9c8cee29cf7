// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A child on another CPU writes its ids to the area of its parent, and then the parent moves itself.
Ending MoveAfterAChild(Sharing sharing) {
  return InChild([sharing] {
    Pin(AllowedCpus()[0]);
    AreaMemory memory(Mode::kExtended, sharing);
    const Registration mine(memory);
    CONTROL("fork.parent-ids-untouched", InChild([] { Pin(AllowedCpus()[1]); }), Survives());
    Pin(AllowedCpus()[1]);
  });
}

TEST(Fork, ExtendedAreaSharedWithAChildKillsAtTheNextChangeOfIds) {
  VERIFIES("fork.shared-area-kills-extended");
  Needs("extended-area");
  NeedsCpus(2);

  EXPECT_THAT(MoveAfterAChild(Sharing::kShared), DiesOf(SIGSEGV));
  // Control: with a private area, of which the child has a copy, the parent survives.
  CONTROL("fork.parent-ids-untouched", MoveAfterAChild(Sharing::kPrivate), Survives());
}

}  // namespace
}  // namespace rct

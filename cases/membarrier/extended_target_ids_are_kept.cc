// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FenceKeepsTheIdsOfAnExtendedTarget) {
  VERIFIES("membarrier.keeps-ids-extended");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  EXPECT_THAT(OverwrittenThenFenced(mine.area()), IsLeft());

  // Control: the same fence aborts a section of the thread.
  Section section(SpinSections()[0]);
  CONTROL("abort.on-membarrier", SpinThrough(section, mine.area(), MembarrierToAll()), Aborts());
}

}  // namespace
}  // namespace rct

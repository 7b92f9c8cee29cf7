// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, MembarrierAbortsAtEverySlot) {
  VERIFIES("abort.on-membarrier");
  Needs("membarrier-rseq");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    EXPECT_THAT(SpinThrough(section, mine.area(), MembarrierToAll()), Aborts());

    // Control: without the membarrier the same section runs to its end.
    CONTROL("abort.not-on-interrupt", SpinUndisturbed(section, mine.area()), Completes());
  }
}

}  // namespace
}  // namespace rct

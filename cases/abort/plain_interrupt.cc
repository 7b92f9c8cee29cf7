// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, InterruptThatIsNoEventDoesNotAbort) {
  VERIFIES("abort.not-on-interrupt");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    const std::uint64_t left = DespiteUpkeep([&] {
      const Passage passage = SpinThrough(section, mine.area(), PlainMembarrier());
      EXPECT_THAT(passage, Completes());
      return passage.rseq_cs_left;
    });
    EXPECT_NE(left, 0u) << "what is no event must not disarm either";

    // Control: an interrupt that delivers a signal aborts.
    EXPECT_THAT(SpinThrough(section, mine.area(), HandledSignal()), Aborts());
  }
}

}  // namespace
}  // namespace rct

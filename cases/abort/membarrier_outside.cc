// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, MembarrierOutsideOnlyDisarms) {
  VERIFIES("abort.outside-only-disarms");
  Needs("membarrier-rseq");
  Registration mine(mode);

  const SectionCode& last = SpinSections()[RCT_SLOTS - 1];
  Section after(last);
  after.SetRange(last.start, last.body);  // it spins right after the commit
  Passage passage = SpinThrough(after, mine.area(), MembarrierToAll());
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u) << "after the commit";

  const SectionCode& first = SpinSections()[0];
  Section before(first);
  before.SetRange(first.body_end, first.post_commit);  // it spins right before the first instruction
  passage = SpinThrough(before, mine.area(), MembarrierToAll());
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u) << "before the first instruction";

  // Control: with the spin in its range the same section aborts.
  before.SetRange(first.start, first.post_commit);
  EXPECT_THAT(SpinThrough(before, mine.area(), MembarrierToAll()), Aborts());
}

}  // namespace
}  // namespace rct

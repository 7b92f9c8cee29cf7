// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, NoSectionBegunBeforeTheFenceCompletesAfterIt) {
  VERIFIES("membarrier.fences-older-sections");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  Registration mine(mode);
  // The helper thread releases the section only after the fence has returned.
  for (const int slot : {0, 2, RCT_SLOTS - 1}) {
    SCOPED_TRACE(testing::Message() << "spinning in slot " << slot);
    Section section(SpinSections()[static_cast<std::size_t>(slot)]);
    const Passage passage = SpinThrough(section, mine.area(), MembarrierToAll());
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.rseq_cs_left, 0u);
  }

  // Control: without the fence, the section that began before completes.
  Event nothing{"nothing"};
  nothing.provoke = [] { return true; };
  Section section(SpinSections()[2]);
  CONTROL("abort.not-on-interrupt", SpinThrough(section, mine.area(), nothing), Completes());
}

}  // namespace
}  // namespace rct

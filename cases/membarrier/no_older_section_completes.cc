// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, NoSectionBegunBeforeTheFenceCompletesAfterIt) {
  VERIFIES("membarrier.fences-older-sections");
  ASSERT_THAT(Membarrier(kMembarrierRegisterRseq), Succeeds());
  Registration mine(mode);
  Event nothing{"nothing"};
  nothing.provoke = [] { return true; };

  // The helper lets the section go on only after the fence has returned.
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "spinning in slot " << &code - SpinSections().data());
    Section section(code);
    EXPECT_THAT(SpinThrough(section, mine.area(), MembarrierToAll()), Aborts());
    EXPECT_EQ(mine->rseq_cs, 0u);
    // Control: without the fence the section that began before completes.
    EXPECT_THAT(SpinThrough(section, mine.area(), nothing), Completes());
  }
}

}  // namespace
}  // namespace rct

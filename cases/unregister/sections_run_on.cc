// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, SectionsAreNoLongerAborted) {
  VERIFIES("unregister.sections-run-on");
  Registration mine(mode);

  for (const SectionCode& code : TrapSections()) {
    SCOPED_TRACE(&code - TrapSections().data());
    Section section(code);
    // Control: in the registered thread, the same trap aborts the same section.
    ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());

    ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                   Succeeds());
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.rseq_cs_left, reinterpret_cast<std::uintptr_t>(&section.descriptor()))
        << "nobody reads it";
    ASSERT_CONTROL("register.repeatable", Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
  }
}

}  // namespace
}  // namespace rct

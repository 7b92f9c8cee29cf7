// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, SectionInGeneratedCodeIsLikeAnyOther) {
  VERIFIES("abort.generated-code");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const CodeCopy trap(TrapSections()[slot]), spin(SpinSections()[slot]), store(StoreSections()[slot]);
    Section trapping(trap.code()), spinning(spin.code()), committing(store.code());
    EXPECT_THAT(Trap(trapping, mine.area()), Aborts());
    EXPECT_THAT(SpinThrough(spinning, mine.area(), Preemption()), Aborts());

    // Control: without an event, a generated section commits.
    std::uint32_t word = 0;
    committing.frame.operand = &word;
    CONTROL("abort.not-on-interrupt", PassUndisturbed(committing, mine.area()), Completes());
    CONTROL("abort.not-on-interrupt", word, testing::Eq(1u));
  }
}

}  // namespace
}  // namespace rct

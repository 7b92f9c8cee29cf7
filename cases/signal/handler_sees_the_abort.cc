// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, HandlerSeesTheAbortAddressAsItsReturnAddress) {
  VERIFIES("signal.context-is-abort");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);
    EXPECT_EQ(Trap(section, mine.area()).trap.pc, code.abort);

    // Control: if the trap is outside its range, the context has the address of the trap.
    section.SetRange(code.start, code.body);
    CONTROL("abort.outside-only-disarms", Trap(section, mine.area()).trap.pc, testing::Eq(code.body));
  }
}

TEST_MODES(Signal, HandlerSeesTheAreaDisarmed) {
  VERIFIES("signal.disarmed-in-handler");
  Registration mine(mode);
  AreaMemory other(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]);
    const TrapPassage passage = Trap(section, mine.area());
    CONTROL("abort.on-trap", passage, Aborts());
    EXPECT_EQ(passage.trap.area.rseq_cs, 0u);

    // Control: a section that is armed in memory other than the thread's area stays armed.
    const std::uint64_t armed = Trap(section, other.get()).trap.area.rseq_cs;
    CONTROL("descriptor.zero-pointer", armed, testing::Ne(0u));
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Leaves a section by a long jump out of the handler of its trap.
void JumpOut(Section& section, Area* area) {
  sigjmp_buf before;
  std::uintptr_t pc = 0;
  const Handler handler(RCT_TRAP_SIGNAL, [&](void* context) {
    pc = ContextPc(context);
    siglongjmp(before, 1);
  });
  // A preemption may abort the section before its trap, so the attempt is repeated until it traps.
  WaitFor("the trap", [&] {
    if (sigsetjmp(before, 1) == 0) section.Enter(area);
    return pc != 0;
  });
  CONTROL("signal.context-is-abort", pc, testing::Eq(section.code.abort));
}

TEST_MODES(Signal, JumpOutOfTheHandlerLeavesTheRegistrationUsable) {
  VERIFIES("signal.long-jump");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(TrapSections()[slot]);
    // Control: before the jump, the section is aborted.
    CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());

    JumpOut(section, mine.area());
    ASSERT_EQ(mine->rseq_cs, 0u);
    ASSERT_THAT(mine, IsInForce());
    ASSERT_THAT(*mine.area(), IsCurrent());
    ASSERT_THAT(Trap(section, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

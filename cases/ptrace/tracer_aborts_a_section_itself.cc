// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee that spins in a section and disarms it there, as CRIU does before it saves a thread's
// registers: what it restores is then in no section. The tracee goes on at the abort handler if `abort`, else
// where it was.
Passage DisarmAtAStop(Mode mode, bool abort) {
  const SectionCode& code = SpinSections()[2];
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<std::atomic<std::uint32_t>> word;  // 0: by itself the tracee never leaves the loop
  const Shared<Passage> passage;
  Section section(code);
  section.frame.operand = &*word;
  const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
  section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
  Tracee tracee([&] {
    const Registration mine(memory);
    *passage = section.Enter(mine.area());
    passage->provoked = true;
    // Control: an event aborts its next section.
    Section next(TrapSections()[2]);
    CONTROL("abort.on-trap", Trap(next, mine.area()), Aborts());
  });

  tracee.StopWithin(code.body, code.body_end);
  memory->rseq_cs = descriptor;
  EXPECT_TRUE(code.Contains(tracee.Pc()));
  memory->rseq_cs = 0;
  if (abort) tracee.SetPc(section.descriptor().abort_ip);
  *word = 1;
  EXPECT_THAT(tracee.Release(), Survives());
  return *passage;
}

TEST_MODES(Ptrace, ATracerMayAbortASectionInTheKernelsPlace) {
  VERIFIES("ptrace.fix-up-by-tracer");
  const Passage passage = DisarmAtAStop(mode, true);
  EXPECT_THAT(passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
  // Control: disarmed, and not moved.
  CONTROL("descriptor.zero-pointer", DisarmAtAStop(mode, false), Completes());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee that spins in a section, and disarms it during the stop. CRIU does the same before it saves
// a thread's registers, so that the restored thread is in no section. With `abort` the tracee resumes at the
// abort handler, otherwise where it was.
Passage DisarmAtAStop(Mode mode, bool abort) {
  const SectionCode& code = SpinSections()[2];
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<std::atomic<std::uint32_t>> word;  // 0 keeps the tracee in its loop
  const Shared<Passage> passage;
  Section section(code);
  section.frame.operand = &*word;
  const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
  section.ArmWith(0);  // only the tracer arms it, during the stop, so that nothing aborts it earlier
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
  // Control: a tracee that is disarmed but not moved completes.
  CONTROL("descriptor.zero-pointer", DisarmAtAStop(mode, false), Completes());
}

}  // namespace
}  // namespace rct

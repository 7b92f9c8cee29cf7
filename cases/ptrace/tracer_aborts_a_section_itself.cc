// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, ATracerMayAbortASectionInTheKernelsPlace) {
  VERIFIES("ptrace.fix-up-by-tracer");
  const SectionCode& code = SpinSections()[2];
  for (const bool by_tracer : {true, false}) {
    SCOPED_TRACE(by_tracer ? "aborted by the tracer" : "control: disarmed, and not moved");
    AreaMemory memory(mode, Sharing::kShared);
    Shared<std::atomic<std::uint32_t>> word;  // 0: by itself the tracee never leaves the loop
    Section section(code);
    section.frame.operand = &*word;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
    Tracee tracee([&] {
      const Registration mine(memory);
      EXPECT_EQ(section.Enter(mine.area()).aborted, by_tracer);
      Section next(TrapSections()[2]);
      EXPECT_THAT(Trap(next, mine.area()), Aborts()) << "nothing is left over for the next one";
    });

    tracee.StopWithin(code.body, code.body_end);
    memory->rseq_cs = descriptor;
    // So does CRIU, before it saves a thread's registers: what it restores is then in no section.
    EXPECT_TRUE(code.Contains(tracee.Pc()));
    memory->rseq_cs = 0;
    if (by_tracer) tracee.SetPc(section.descriptor().abort_ip);
    *word = 1;
    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

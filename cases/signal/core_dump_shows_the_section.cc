// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, SignalThatDumpsCoreLeavesTheThreadInsideItsSection) {
  VERIFIES("signal.fatal-keeps-the-section");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = SpinSections()[slot];
    AreaMemory memory(mode, Sharing::kShared);
    Shared<std::atomic<std::uint32_t>> word;
    Section section(code);
    section.frame.operand = &*word;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);  // only the tracer arms it, during the stop, so that nothing aborts it earlier
    const auto spin = [&] {
      Registration mine(memory);
      Passage passage = section.Enter(mine.area());
      passage.provoked = true;
      EXPECT_THAT(passage, Aborts());
    };
    const auto arm_inside = [&](Tracee& tracee) {
      tracee.StopWithin(code.body, code.body_end);
      memory->rseq_cs = descriptor;
      *word = 1;
    };
    Tracee fatal(spin);
    arm_inside(fatal);
    const std::uintptr_t there = fatal.Pc();
    fatal.ToDeathOf(SIGABRT);  // a signal that dumps core by default
    EXPECT_EQ(fatal.Pc(), there);
    EXPECT_EQ(memory->rseq_cs, descriptor);
    EXPECT_THAT(fatal.Release(), DiesOf(SIGABRT));
    EXPECT_EQ(memory->rseq_cs, descriptor);

    // Control: without the signal, the section is aborted when the thread resumes.
    const ControlScope control("ptrace.pc-moved-into-section");
    memory->rseq_cs = 0;
    *word = 0;
    Tracee unharmed(spin);
    arm_inside(unharmed);
    EXPECT_THAT(unharmed.Release(), Survives());
    EXPECT_EQ(memory->rseq_cs, 0u);
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, SignalThatDumpsCoreLeavesTheThreadInsideItsSection) {
  VERIFIES("signal.fatal-keeps-the-section");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    for (const bool fatal : {true, false}) {
      SCOPED_TRACE((fatal ? "fatal, slot " : "control: not signalled, slot ") + std::to_string(slot));
      const SectionCode& code = SpinSections()[slot];
      AreaMemory memory(mode, Sharing::kShared);
      Shared<std::atomic<std::uint32_t>> word;
      Section section(code);
      section.frame.operand = &*word;
      const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
      section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
      Tracee tracee([&] {
        Registration mine(memory);
        Passage passage = section.Enter(mine.area());
        passage.provoked = true;
        EXPECT_THAT(passage, Aborts());
      });
      tracee.StopWithin(code.body, code.body_end);
      const std::uintptr_t there = tracee.Pc();
      memory->rseq_cs = descriptor;
      *word = 1;
      if (fatal) {
        tracee.ToDeathOf(SIGABRT);  // whose default is to dump core
        EXPECT_EQ(tracee.Pc(), there);
        EXPECT_EQ(memory->rseq_cs, descriptor);
      }
      EXPECT_THAT(tracee.Release(), fatal ? DiesOf(SIGABRT) : Survives());
      EXPECT_EQ(memory->rseq_cs, fatal ? descriptor : 0u);
    }
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, AStopByATracerInsideASectionAborts) {
  VERIFIES("abort.on-tracer-stop");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    for (const bool armed : {true, false}) {
      SCOPED_TRACE((armed ? "armed, slot " : "control: not armed, slot ") + std::to_string(slot));
      const SectionCode& code = SpinSections()[slot];
      AreaMemory memory(mode, Sharing::kShared);
      Shared<std::atomic<std::uint32_t>> word;  // 0: by itself the tracee never leaves the loop
      Section section(code);
      section.frame.operand = &*word;
      const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
      section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
      Tracee tracee([&] {
        Registration mine(memory);
        const Passage passage = section.Enter(mine.area());
        EXPECT_EQ(passage.aborted, armed) << passage;
        EXPECT_EQ(passage.rseq_cs_left, 0u);
      });
      tracee.StopWithin(code.body, code.body_end);
      if (armed) memory->rseq_cs = descriptor;
      *word = 1;
      EXPECT_THAT(tracee.Release(), Survives());
    }
  }
}

}  // namespace
}  // namespace rct

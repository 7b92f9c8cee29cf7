// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, AThreadMovedOutOfASectionIsNotAborted) {
  VERIFIES("ptrace.pc-moved-out-of-section");
  const SectionCode& code = SpinSections()[2];
  for (const bool move : {true, false}) {
    SCOPED_TRACE(move ? "moved out of the section" : "control: left inside");
    AreaMemory memory(mode, Sharing::kShared);
    Shared<std::atomic<std::uint32_t>> word;  // 0: by itself the tracee never leaves the loop
    Section section(code);
    section.frame.operand = &*word;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
    Tracee tracee([&] {
      Registration mine(memory);
      const Passage passage = section.Enter(mine.area());
      EXPECT_EQ(passage.aborted, !move) << passage;
      EXPECT_EQ(passage.rseq_cs_left, 0u) << "cleared either way";
    });

    tracee.StopWithin(code.body, code.body_end);
    memory->rseq_cs = descriptor;
    if (move) tracee.SetPc(code.post_commit);
    *word = 1;  // an abort comes before the next look at it; where none comes the tracee must not spin on
    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

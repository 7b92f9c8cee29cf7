// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, AThreadMovedIntoASectionIsAborted) {
  VERIFIES("ptrace.pc-moved-into-section");
  const SectionCode& code = SpinSections()[1];
  for (const bool move : {true, false}) {
    SCOPED_TRACE(move ? "moved into the section" : "control: armed, but left outside");
    AreaMemory memory(mode, Sharing::kShared);
    Shared<std::atomic<std::uint32_t>> word;
    Section section(code);
    section.SetRange(code.body_end, code.post_commit);  // what follows the loop in which the tracee spins
    section.frame.operand = &*word;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);
    Tracee tracee([&] {
      Registration mine(memory);
      const Passage passage = section.Enter(mine.area());
      EXPECT_EQ(passage.aborted, move) << passage;
      EXPECT_EQ(passage.rseq_cs_left, 0u) << "cleared either way";
    });

    tracee.StopWithin(code.body, code.body_end);
    memory->rseq_cs = descriptor;
    if (move) tracee.SetPc(code.body_end);
    *word = 1;
    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

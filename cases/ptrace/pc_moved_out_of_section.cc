// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee that spins in an unarmed section, and arms the section during the stop. With `move` the
// tracee resumes outside the section.
Passage ArmAtAStop(Mode mode, bool move) {
  const SectionCode& code = SpinSections()[2];
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<std::atomic<std::uint32_t>> word;  // 0 keeps the tracee in its loop
  const Shared<Passage> passage;
  Section section(code);
  section.frame.operand = &*word;
  const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
  section.ArmWith(0);  // only the tracer arms it, during the stop, so that nothing aborts it earlier
  Tracee tracee([&] {
    Registration mine(memory);
    *passage = section.Enter(mine.area());
    passage->provoked = true;
  });

  tracee.StopWithin(code.body, code.body_end);
  memory->rseq_cs = descriptor;
  if (move) tracee.SetPc(code.post_commit);
  *word = 1;  // ends the loop if nothing aborts it; an abort comes before the next read
  EXPECT_THAT(tracee.Release(), Survives());
  return *passage;
}

TEST_MODES(Ptrace, AThreadMovedOutOfASectionIsNotAborted) {
  VERIFIES("ptrace.pc-moved-out-of-section");
  // Control: a tracee that stays inside is aborted.
  ASSERT_CONTROL("abort.on-tracer-stop", ArmAtAStop(mode, false), Aborts());

  const Passage passage = ArmAtAStop(mode, true);
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee that spins in an unarmed section, arms it there, and lets it go on: outside if `move`.
Passage ArmAtAStop(Mode mode, bool move) {
  const SectionCode& code = SpinSections()[2];
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<std::atomic<std::uint32_t>> word;  // 0: by itself the tracee never leaves the loop
  const Shared<Passage> passage;
  Section section(code);
  section.frame.operand = &*word;
  const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
  section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
  Tracee tracee([&] {
    Registration mine(memory);
    *passage = section.Enter(mine.area());
    passage->provoked = true;
  });

  tracee.StopWithin(code.body, code.body_end);
  memory->rseq_cs = descriptor;
  if (move) tracee.SetPc(code.post_commit);
  *word = 1;  // an abort comes before the next look at it; where none comes the tracee must not spin on
  EXPECT_THAT(tracee.Release(), Survives());
  return *passage;
}

TEST_MODES(Ptrace, AThreadMovedOutOfASectionIsNotAborted) {
  VERIFIES("ptrace.pc-moved-out-of-section");
  // Control: left inside.
  ASSERT_CONTROL("abort.on-tracer-stop", ArmAtAStop(mode, false), Aborts());

  const Passage passage = ArmAtAStop(mode, true);
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee that spins before an unarmed section, and arms the section during the stop. With `move` the
// tracee resumes inside the section, otherwise in its loop.
Passage ArmAtAStop(Mode mode, bool move) {
  const SectionCode& code = SpinSections()[1];
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<std::atomic<std::uint32_t>> word;
  const Shared<Passage> passage;
  Section section(code);
  section.SetRange(code.body_end, code.post_commit);  // begins behind the loop in which the tracee spins
  section.frame.operand = &*word;
  const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
  section.ArmWith(0);
  Tracee tracee([&] {
    Registration mine(memory);
    *passage = section.Enter(mine.area());
    passage->provoked = true;
  });

  tracee.StopWithin(code.body, code.body_end);
  memory->rseq_cs = descriptor;
  if (move) tracee.SetPc(code.body_end);
  *word = 1;
  EXPECT_THAT(tracee.Release(), Survives());
  EXPECT_EQ(passage->rseq_cs_left, 0u) << "cleared either way";
  return *passage;
}

TEST_MODES(Ptrace, AThreadMovedIntoASectionIsAborted) {
  VERIFIES("ptrace.pc-moved-into-section");
  EXPECT_THAT(ArmAtAStop(mode, true), Aborts());
  // Control: a tracee that is armed but stays outside is not aborted.
  CONTROL("abort.outside-only-disarms", ArmAtAStop(mode, false), Completes());
}

}  // namespace
}  // namespace rct

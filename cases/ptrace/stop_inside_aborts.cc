// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee that spins in an unarmed section, arms the section during the stop if `arm`, and resumes the
// tracee.
Passage StopInside(Mode mode, const SectionCode& code, bool arm) {
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
  if (arm) memory->rseq_cs = descriptor;
  *word = 1;
  EXPECT_THAT(tracee.Release(), Survives());
  return *passage;
}

TEST_MODES(Ptrace, AStopByATracerInsideASectionAborts) {
  VERIFIES("abort.on-tracer-stop");
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "slot " << &code - SpinSections().data());
    const Passage passage = StopInside(mode, code, true);
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.rseq_cs_left, 0u);
    // Control: if it is not armed, the same section is not aborted.
    CONTROL("descriptor.zero-pointer", StopInside(mode, code, false), Completes());
  }
}

}  // namespace
}  // namespace rct

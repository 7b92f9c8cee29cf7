// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee at the entry of a system call in an unarmed section, arms the section during the stop if
// `arm`, and resumes the tracee.
Passage StopAtItsSystemCall(Mode mode, bool arm) {
  const SectionCode& code = SyscallSections()[2];
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<Passage> passage;
  Section section(code);
  section.frame.number = SYS_getppid;
  const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
  section.ArmWith(0);  // only the tracer arms it, during the stop, so that nothing aborts it earlier
  Tracee tracee([&] {
    Registration mine(memory);
    Tracee::Pause();
    *passage = section.Enter(mine.area());
    passage->provoked = true;
    EXPECT_EQ(section.frame.result, getppid()) << "the system call itself was made";
  });

  tracee.AwaitPause();
  tracee.ToSyscallWithin(code.body, code.body_end);
  if (arm) memory->rseq_cs = descriptor;
  EXPECT_THAT(tracee.Release(), Survives());
  return *passage;
}

TEST_MODES(Ptrace, AStopAtASystemCallInsideASectionAborts) {
  VERIFIES("ptrace.syscall-stop-aborts");
  const Passage passage = StopAtItsSystemCall(mode, true);
  EXPECT_THAT(passage, Aborts());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
  // Control: if it is not armed, the same section is not aborted.
  CONTROL("descriptor.zero-pointer", StopAtItsSystemCall(mode, false), Completes());
}

}  // namespace
}  // namespace rct

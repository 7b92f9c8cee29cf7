// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Stops a tracee at the entry and at the exit of a system call in its section. With `step` the tracee also
// makes one step in user mode. The attempt is repeated if the tracee was preempted in the section.
Passage StopAtItsSystemCall(Mode mode, bool step) {
  const SectionCode& code = SyscallSections()[2];
  Shared<Passage> passage;
  WaitFor("a passage without a preemption", [&] {
    AreaMemory memory(mode, Sharing::kShared);
    Section section(code);
    section.frame.number = SYS_getppid;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);  // only the tracer arms it, during the stop, so that nothing aborts it earlier
    Tracee tracee([&] {
      Registration mine(memory);
      Tracee::Pause();
      const long before = Preemptions(RUSAGE_THREAD);
      *passage = section.Enter(mine.area());
      passage->provoked = Preemptions(RUSAGE_THREAD) == before;
      EXPECT_EQ(section.frame.result, getppid()) << "the system call itself was made";
    });

    tracee.AwaitPause();
    tracee.ToSyscallWithin(code.body, code.body_end);
    memory->rseq_cs = descriptor;
    tracee.ToSyscall();  // to the exit of the call
    if (step) tracee.Step();
    EXPECT_THAT(tracee.Release(), Survives());
    return passage->provoked;
  });
  return *passage;
}

TEST_MODES(Ptrace, AStopAtASystemCallInsideASectionDoesNotAbort) {
  VERIFIES("ptrace.syscall-stop-does-not-abort");
  Needs("single-step");
  const Passage passage = StopAtItsSystemCall(mode, false);
  EXPECT_THAT(passage, Completes());
  EXPECT_NE(passage.rseq_cs_left, 0u);

  // Control: one more step, in user mode, aborts.
  CONTROL("ptrace.single-step", StopAtItsSystemCall(mode, true), Aborts());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, AStopAtASystemCallInsideASectionDoesNotAbort) {
  VERIFIES("ptrace.syscall-stop-does-not-abort");
  const SectionCode& code = SyscallSections()[2];
  for (const bool step : {false, true}) {
    SCOPED_TRACE(step ? "control: a step later, in user mode, it does" : "system call only");
    AreaMemory memory(mode, Sharing::kShared);
    Section section(code);
    section.frame.number = SYS_getppid;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
    Tracee tracee([&] {
      Registration mine(memory);
      Tracee::Pause();
      const Passage passage = section.Enter(mine.area());
      EXPECT_EQ(passage.aborted, step) << passage;
      EXPECT_EQ(passage.rseq_cs_left, step ? 0 : descriptor);
      EXPECT_EQ(section.frame.result, getppid()) << "the system call itself was made";
    });

    tracee.AwaitPause();
    tracee.ToSyscallWithin(code.body, code.body_end);
    memory->rseq_cs = descriptor;
    tracee.ToSyscall();  // to its exit
    if (step) tracee.Step();
    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

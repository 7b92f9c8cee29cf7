// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, AStopAtASystemCallInsideASectionAborts) {
  VERIFIES("ptrace.syscall-stop-aborts");
  const SectionCode& code = SyscallSections()[2];
  for (const bool armed : {true, false}) {
    SCOPED_TRACE(armed ? "armed" : "control: not armed");
    AreaMemory memory(mode, Sharing::kShared);
    Section section(code);
    section.frame.number = SYS_getppid;
    const auto descriptor = reinterpret_cast<std::uintptr_t>(section.frame.descriptor);
    section.ArmWith(0);  // the tracer arms it, while it is stopped, so that nothing else can end it before
    Tracee tracee([&] {
      Registration mine(memory);
      Tracee::Pause();
      const Passage passage = section.Enter(mine.area());
      EXPECT_EQ(passage.aborted, armed) << passage;
      EXPECT_EQ(passage.rseq_cs_left, 0u);
      EXPECT_EQ(section.frame.result, getppid()) << "the system call itself was made";
    });

    tracee.AwaitPause();
    tracee.ToSyscallWithin(code.body, code.body_end);
    if (armed) memory->rseq_cs = descriptor;
    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

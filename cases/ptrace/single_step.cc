// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, ASingleStepInsideASectionAborts) {
  VERIFIES("ptrace.single-step");
  Needs("single-step");
  const SectionCode& code = TrapSections()[4];  // only padding before the instruction that traps
  const auto step = [&](bool armed) {
    AreaMemory memory(mode, Sharing::kShared);
    Section section(code);
    section.frame.cs_field = const_cast<std::uint64_t*>(&memory->rseq_cs);
    if (!armed) section.ArmWith(0);
    Tracee tracee([&] {
      Registration mine(memory);
      Tracee::Pause();
      section.code.enter(&section.frame);
    });

    tracee.AwaitPause();
    tracee.StepTo(code.start, 10000);
    // The preceding instruction has armed the section, and the tracee is stopped. The next step begins at the
    // abort handler.
    EXPECT_EQ(memory->rseq_cs != 0, armed);
    tracee.Step();
    const std::uintptr_t from = armed ? code.abort : code.start;
    EXPECT_GT(tracee.Pc(), from);
    EXPECT_LE(tracee.Pc(), from + 16) << "one instruction further";
    EXPECT_EQ(memory->rseq_cs, 0u);
    tracee.SetPc(code.post_commit);
    EXPECT_THAT(tracee.Release(), Survives());
  };
  step(true);
  // Control: if it is not armed, the same section is not aborted.
  const ControlScope control("descriptor.zero-pointer");
  step(false);
}

}  // namespace
}  // namespace rct

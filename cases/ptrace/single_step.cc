// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, ASingleStepInsideASectionAborts) {
  VERIFIES("ptrace.single-step");
  Needs("single-step");
  const SectionCode& code = TrapSections()[4];  // padding from the first instruction to the one that traps
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
    // Armed by the instruction before, and stopped: with the next step the thread goes on where the abort
    // handler is.
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
  // Control: not armed.
  const ControlScope control("descriptor.zero-pointer");
  step(false);
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Stage {
  std::atomic<bool> begun{false}, enough{false};
};

TEST_MODES(Abort, SectionThatCoversTheVdsoIsAbortedThere) {
  VERIFIES("abort.in-vdso");
  Needs("vdso");
  Needs("single-step");
  const MappedFile vdso = MappedAt(getauxval(AT_SYSINFO_EHDR));
  // The abort handler is an instruction that traps, so a thread that arrives there stops and can be sent
  // back. The registration uses whatever precedes that instruction as its signature.
  const SectionCode& code = TrapSections()[RCT_SLOTS - 1];
  const auto is_sent_to_handler = [&](bool armed) {
    AreaMemory memory(mode, Sharing::kShared);
    Shared<Descriptor> descriptor;
    *descriptor = {0, 0, vdso.begin, vdso.end - vdso.begin, code.body};
    Shared<Stage> stage;
    Tracee tracee([&] {
      Registration mine(memory, SignatureBefore(code.body));
      for (timespec now; !stage->enough; stage->begun = true)
        clock_gettime(CLOCK_MONOTONIC_COARSE, &now);  // runs in the vDSO, without a system call
      Tracee::Pause();
    });
    WaitFor("the tracee's loop", [&] { return stage->begun.load(); });
    tracee.Stop();
    tracee.StepInto(vdso.begin, vdso.end, 10000);
    const std::uintptr_t there = tracee.Pc();
    if (armed) memory->rseq_cs = reinterpret_cast<std::uintptr_t>(&*descriptor);
    stage->enough = true;
    int signal = tracee.ToSignal();
    EXPECT_EQ(memory->rseq_cs, 0u);
    const bool sent = signal == RCT_TRAP_SIGNAL && tracee.Pc() == code.body;
    if (signal == RCT_TRAP_SIGNAL) {
      tracee.SetPc(there);
      signal = tracee.ToSignal();
    }
    EXPECT_EQ(signal, SIGSTOP) << "it has come to its end";
    EXPECT_THAT(tracee.Release(), Survives());
    return sent;
  };
  EXPECT_TRUE(is_sent_to_handler(true));

  // Control: a thread in the vDSO with nothing armed is not sent to the handler.
  CONTROL("descriptor.zero-pointer", is_sent_to_handler(false), testing::Eq(false));
}

}  // namespace
}  // namespace rct

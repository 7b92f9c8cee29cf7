// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, FenceToItsCallersCpuAbortsTheCallersSection) {
  VERIFIES("membarrier.caller-aborted-by-cpu");
  NeedsCpus(2);  // the fence does nothing on a machine with one CPU
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  const Bystander second;  // the fence does nothing in a single-threaded process
  Registration mine(mode);

  {
    // Control: the same fence by another thread aborts a section.
    Section section(SpinSections()[2]);
    ASSERT_CONTROL("abort.on-membarrier-to-cpu", SpinThrough(section, mine.area(), MembarrierToCpu()),
                   Aborts());
  }
  Section fencing(SyscallSections()[2]);
  fencing.frame.number = SYS_membarrier;
  fencing.frame.argument[0] = kMembarrierRseq;
  fencing.frame.argument[1] = kMembarrierCpu;
  fencing.frame.argument[2] = AllowedCpus().front();
  EXPECT_THAT(PassUndisturbed(fencing, mine.area()), Aborts());
  CONTROL("abort.on-membarrier-to-cpu", fencing.frame.result, testing::Eq(0))
      << "membarrier inside the section";

  // Control: the same call for an absent CPU does not abort.
  fencing.frame.argument[2] = PossibleCpus();
  CONTROL("membarrier.absent-cpu", PassUndisturbed(fencing, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

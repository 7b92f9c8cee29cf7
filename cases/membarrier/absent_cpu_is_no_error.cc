// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Fences CPUs that do not exist, or that run no thread of this process.
Event FenceToAbsentCpus() {
  Event event{"fence to absent CPUs"};
  event.provoke = [] {
    // Two CPUs stand for all that exist. Fences to thousands of CPUs would take so long that a context switch
    // spoils every section run.
    for (const int cpu : {AllowedCpus()[1], PossibleCpus() - 1, PossibleCpus(), 8192, 1000000, 0x7fffffff})
      EXPECT_THAT(Membarrier(kMembarrierRseq, kMembarrierCpu, cpu), Succeeds());
    return true;
  };
  return event;
}

TEST_MODES(Membarrier, FenceToAnAbsentCpuSucceedsWithoutEffect) {
  VERIFIES("membarrier.absent-cpu");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  Registration mine(mode);
  Section section(SpinSections()[2]);

  EXPECT_THAT(SpinThrough(section, mine.area(), FenceToAbsentCpus()), Completes());
  // Control: the same fence to the CPU on which the thread spins aborts the section.
  CONTROL("abort.on-membarrier-to-cpu", SpinThrough(section, mine.area(), MembarrierToCpu()), Aborts());
}

}  // namespace
}  // namespace rct

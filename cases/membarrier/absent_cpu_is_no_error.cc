// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A fence to CPUs that are not there, or where nothing of this process runs.
Event FenceToAbsentCpus() {
  Event event{"fence to absent CPUs"};
  event.provoke = [] {
    // Two of them stand for the CPUs that exist: a fence to each of thousands takes so long that a context
    // switch spoils every pass.
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
  // Control: the same fence to the CPU that the thread spins on.
  CONTROL("abort.on-membarrier-to-cpu", SpinThrough(section, mine.area(), MembarrierToCpu()), Aborts());
}

}  // namespace
}  // namespace rct

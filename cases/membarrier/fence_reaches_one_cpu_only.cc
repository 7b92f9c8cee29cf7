// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// The helper thread runs on another CPU, and fences only that CPU.
Event FenceToTheOtherCpu() {
  Event event{"fence to another CPU"};
  event.provoke = [] {
    CONTROL("abort.on-membarrier-to-cpu",
            Membarrier(kMembarrierRseq, kMembarrierCpu, static_cast<int>(WhereAmI().cpu)), Succeeds());
    return true;
  };
  return event;
}

TEST_MODES(Membarrier, FenceToOneCpuLeavesSectionsOnOthersAlone) {
  VERIFIES("membarrier.one-cpu-only");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  Registration mine(mode);
  Section section(SpinSections()[2]);

  EXPECT_THAT(SpinThrough(section, mine.area(), FenceToTheOtherCpu()), Completes());
  // Control: the same fence to the CPU on which the thread spins aborts the section.
  CONTROL("abort.on-membarrier-to-cpu", SpinThrough(section, mine.area(), MembarrierToCpu()), Aborts());
}

}  // namespace
}  // namespace rct

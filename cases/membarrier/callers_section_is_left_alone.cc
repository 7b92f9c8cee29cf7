// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, FenceToAllLeavesItsCallersSectionAlone) {
  VERIFIES("membarrier.caller-not-aborted");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  const Bystander second;  // without one the fence ends before it begins
  Registration mine(mode);

  Section fencing(SyscallSections()[2]);
  fencing.frame.number = SYS_membarrier;
  fencing.frame.argument[0] = kMembarrierRseq;
  EXPECT_THAT(PassUndisturbed(fencing, mine.area()), Completes());
  CONTROL("abort.on-membarrier", fencing.frame.result, testing::Eq(0)) << "membarrier inside the section";

  // Control: the same fence by another thread aborts the section that this one is in.
  Section section(SpinSections()[2]);
  CONTROL("abort.on-membarrier", SpinThrough(section, mine.area(), MembarrierToAll()), Aborts());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, FenceToAllLeavesItsCallersSectionAlone) {
  VERIFIES("membarrier.caller-not-aborted");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  const Bystander second;  // the fence does nothing in a single-threaded process
  Registration mine(mode);

  Section fencing(SyscallSections()[2]);
  fencing.frame.number = SYS_membarrier;
  fencing.frame.argument[0] = kMembarrierRseq;
  EXPECT_THAT(PassUndisturbed(fencing, mine.area()), Completes());
  CONTROL("abort.on-membarrier", fencing.frame.result, testing::Eq(0)) << "membarrier inside the section";

  // Control: the same fence from another thread aborts this thread's section.
  Section section(SpinSections()[2]);
  CONTROL("abort.on-membarrier", SpinThrough(section, mine.area(), MembarrierToAll()), Aborts());
}

}  // namespace
}  // namespace rct

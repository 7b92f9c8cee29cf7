// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Membarrier, FenceLeavesThreadsWithoutARegistrationAlone) {
  VERIFIES("membarrier.unregistered-target");
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  AreaMemory memory(mode);
  memory->cpu_id = kCpuIdUninitialized;
  Section section(SpinSections()[2]);

  for (const Event& event : {MembarrierToAll(), MembarrierToCpu()}) {
    SCOPED_TRACE(event.name);
    EXPECT_THAT(SpinThrough(section, memory.get(), event), Completes());
    EXPECT_EQ(memory->cpu_id, kCpuIdUninitialized);
  }

  // Control: with the area registered, the same section is aborted.
  const Registration mine(memory);
  CONTROL("abort.on-membarrier", SpinThrough(section, memory.get(), MembarrierToAll()), Aborts());
  CONTROL("abort.on-membarrier-to-cpu", SpinThrough(section, memory.get(), MembarrierToCpu()), Aborts());
}

}  // namespace
}  // namespace rct

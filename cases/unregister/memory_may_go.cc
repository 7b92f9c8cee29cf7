// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Registers, unregisters if `properly`, unmaps the area at once, and then causes what makes the kernel write
// to a registered area.
Ending UnmapAndGoOn(Mode mode, bool properly) {
  return InChild([&] {
    Pin(AllowedCpus()[0]);
    AreaMemory memory(mode);
    ASSERT_CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    if (properly) {
      ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                     Succeeds());
    }
    memory.page().Unmap();
    for (int round = 0; round < 3; ++round) {
      BlockOnce();
      for (const int cpu : {AllowedCpus()[1], AllowedCpus()[0]}) Pin(cpu);
    }
  });
}

TEST_MODES(Unregister, TheMemoryMayGoAtOnce) {
  VERIFIES("unregister.memory-may-go");
  NeedsCpus(2);
  EXPECT_THAT(UnmapAndGoOn(mode, true), Survives());
  // Control: without unregistering, the missing memory kills the thread.
  CONTROL("identity.writable", UnmapAndGoOn(mode, false), DiesOf(SIGSEGV));
}

}  // namespace
}  // namespace rct

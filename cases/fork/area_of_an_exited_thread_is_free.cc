// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, AreaOfAnExitedThreadServesAnotherOne) {
  VERIFIES("fork.exited-threads-area-reusable");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory(mode);
  Section section(TrapSections()[1]);
  {
    // Control: in an area that no other thread had, the section is aborted.
    const Registration own(mode);
    ASSERT_CONTROL("abort.on-trap", Trap(section, own.area()), Aborts());
  }
  InThread([&] {
    ASSERT_CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, ~kSignature), Succeeds());
  });
  memory->rseq_cs = 0;
  memory->cpu_id = kCpuIdUninitialized;  // the exited thread left the ids of the same CPU

  ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
  EXPECT_THAT(*memory.get(), IsCurrent());
  EXPECT_THAT(Trap(section, memory.get()), Aborts());
  CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
          Succeeds());
}

}  // namespace
}  // namespace rct

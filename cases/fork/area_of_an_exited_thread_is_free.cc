// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, AreaOfAnExitedThreadServesAnotherOne) {
  VERIFIES("fork.exited-threads-area-reusable");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory memory(mode);
  InThread([&] { ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds()); });
  memory->rseq_cs = 0;
  memory->cpu_id = kCpuIdUninitialized;  // the exited thread was on the same CPU

  Registration mine(memory, ~kSignature);
  EXPECT_THAT(mine, IsInForce());
  EXPECT_THAT(*mine.area(), IsCurrent());
  EXPECT_THAT(Rseq(mine.area(), mine.length(), kUnregister, ~kSignature), Succeeds());

  // Control: with its own signature a section of the new owner is aborted through the area.
  Registration again(memory);
  Section section(TrapSections()[1]);
  EXPECT_THAT(Trap(section, again.area()), Aborts());
}

}  // namespace
}  // namespace rct

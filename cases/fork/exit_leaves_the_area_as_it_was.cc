// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ExitedThreadLeavesItsAreaAsItWas) {
  VERIFIES("fork.exit-leaves-area");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());
  const unsigned cpu = WhereAmI().cpu;
  const AreaMemory memory(mode);

  InThread([&] {
    ASSERT_CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    CONTROL("register.ids-are-current", *memory.get(), IsCurrent());
  });
  BlockOnce();
  EXPECT_EQ(memory->cpu_id, cpu);
  EXPECT_EQ(memory->cpu_id_start, cpu);

  // Control: a thread that unregisters before it exits resets the area.
  InThread([&] {
    ASSERT_CONTROL("fork.exited-threads-area-reusable", Rseq(memory.get(), memory.length(), 0, kSignature),
                   Succeeds());
    ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                   Succeeds());
  });
  CONTROL("unregister.cpu-id-reset", memory->cpu_id, testing::Eq(kCpuIdUninitialized));
}

}  // namespace
}  // namespace rct

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

  for (const bool unregisters : {false, true}) {
    SCOPED_TRACE(unregisters ? "a thread that unregisters" : "a thread that exits registered");
    InThread([&] {
      ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
      if (unregisters) {
        ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
      }
    });
    BlockOnce();
    // Control: unregistering is what resets it.
    EXPECT_EQ(memory->cpu_id, unregisters ? kCpuIdUninitialized : cpu);
    if (!unregisters) {
      EXPECT_EQ(memory->cpu_id_start, cpu);
    }
  }
}

}  // namespace
}  // namespace rct

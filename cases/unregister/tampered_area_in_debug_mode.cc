// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, AnOverwrittenAreaIsNoReasonToRefuseInDebugModeEither) {
  VERIFIES("unregister.tampered-area-in-debug-mode");
  // The kernel may kill a thread with overwritten fields when it next updates the area, so a preemption would
  // spoil this.
  const Ending ending = InChildUnpreempted([&](const std::function<void()>& begin) {
    Pin(AllowedCpus().front());
    Registration mine(mode);
    begin();
    mine->cpu_id_start = ~0u;
    mine->cpu_id = 12345;
    ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
    EXPECT_EQ(mine->cpu_id, kCpuIdUninitialized);

    // Control: the same call succeeds if nothing was overwritten.
    ASSERT_CONTROL("register.repeatable", Rseq(mine.area(), mine.length(), 0, kSignature), Succeeds());
    CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
            Succeeds());
  });
  EXPECT_THAT(ending, Survives());
}

}  // namespace
}  // namespace rct

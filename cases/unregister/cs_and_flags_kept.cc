// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, RseqCsAndFlagsAreLeftAsTheyWere) {
  VERIFIES("unregister.cs-and-flags-kept");
  AreaMemory memory(mode);
  Section section(TrapSections()[0]);  // only its descriptor counts, the thread is never inside
  const auto descriptor = reinterpret_cast<std::uintptr_t>(&section.descriptor());

  // A switch between the store and the call may clear rseq_cs: such an attempt does not count.
  WaitFor("an attempt without a context switch", [&] {
    Registration mine(memory);
    const std::uint32_t flags = ~mine->flags;
    const long before = ContextSwitches();
    mine->flags = flags;
    mine->rseq_cs = descriptor;
    const SyscallResult result = Rseq(mine.area(), mine.length(), kUnregister, kSignature);
    const std::uint64_t left = mine->rseq_cs;
    mine->rseq_cs = 0;
    if (ContextSwitches() != before) return false;
    EXPECT_THAT(result, Succeeds());
    EXPECT_EQ(left, descriptor);
    EXPECT_EQ(mine->flags, flags);
    // Control: the call did end the registration, and reset what it resets.
    EXPECT_EQ(mine->cpu_id, kCpuIdUninitialized);
    return true;
  });
}

}  // namespace
}  // namespace rct

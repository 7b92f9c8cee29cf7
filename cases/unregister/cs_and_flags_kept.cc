// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, RseqCsAndFlagsAreLeftAsTheyWere) {
  VERIFIES("unregister.cs-and-flags-kept");
  AreaMemory memory(mode);
  Section section(TrapSections()[0]);  // only its descriptor is used, the thread is never inside
  const auto descriptor = reinterpret_cast<std::uintptr_t>(&section.descriptor());

  const std::uint64_t left = DespiteUpkeep([&] {
    std::uint64_t rseq_cs = 0;
    Undisturbed([&] {  // a switch between the store and the call may clear rseq_cs
      Registration mine(memory);
      const std::uint32_t flags = ~mine->flags;
      mine->flags = flags;
      mine->rseq_cs = descriptor;
      CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
              Succeeds());
      rseq_cs = mine->rseq_cs;
      mine->rseq_cs = 0;
      EXPECT_EQ(mine->flags, flags);
      // Control: the call has ended the registration and reset cpu_id.
      CONTROL("unregister.cpu-id-reset", mine->cpu_id, testing::Eq(kCpuIdUninitialized));
    });
    return rseq_cs;
  });
  EXPECT_EQ(left, descriptor);
}

}  // namespace
}  // namespace rct

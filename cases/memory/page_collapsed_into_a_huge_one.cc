// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AreaWhosePageIsCollapsedIntoAHugeOneStaysInUse) {
  VERIFIES("memory.moved-by-kernel");
  Needs("page-collapse");
  const KeepAffinity keep;
  const Collapsible memory;
  auto* const area = reinterpret_cast<Area*>(memory.begin() + PageSize() + 64);
  ASSERT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());

  Require(memory.Collapse(), "madvise(MADV_COLLAPSE)");
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    EXPECT_THAT(*area, IsCurrent());
  }
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, area), Aborts());
  EXPECT_THAT(Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  Pin(AllowedCpus().front());
  EXPECT_EQ(area->cpu_id, kCpuIdUninitialized);  // control: once unregistered it is written no more
}

}  // namespace
}  // namespace rct

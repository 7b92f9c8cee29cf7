// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnAreaMayLieInAHugePage) {
  VERIFIES("memory.huge-page");
  const KeepAffinity keep;
  const HugePage page;
  auto* const area = reinterpret_cast<Area*>(page.begin() + PageSize());
  ASSERT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    EXPECT_THAT(*area, IsCurrent());
  }
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, area), Aborts());
  EXPECT_THAT(Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  // Control: once unregistered it is written no more.
  Pin(AllowedCpus().front());
  EXPECT_EQ(area->cpu_id, kCpuIdUninitialized);
}

}  // namespace
}  // namespace rct

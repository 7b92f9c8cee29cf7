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
  // Control: once unregistered, the area is not written any more.
  CONTROL("unregister.matching-call", Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  area->cpu_id = kCpuIdUninitialized;
  Pin(AllowedCpus().front());
  CONTROL("unregister.never-written-again", std::uint32_t{area->cpu_id}, testing::Eq(kCpuIdUninitialized));
  // Control: a section is aborted if the area is in an ordinary page.
  Registration ordinary(mode);
  CONTROL("abort.on-trap", Trap(section, ordinary.area()), Aborts());
}

}  // namespace
}  // namespace rct

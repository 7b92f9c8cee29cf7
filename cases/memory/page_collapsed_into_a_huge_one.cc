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
  ASSERT_CONTROL("register.repeatable", Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
  Section section(TrapSections()[2]);
  // Control: before its page is collapsed, the section is aborted.
  CONTROL("abort.on-trap", Trap(section, area), Aborts());

  RequireCall(memory.Collapse(), "madvise(MADV_COLLAPSE)");
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    EXPECT_THAT(*area, IsCurrent());
  }
  EXPECT_THAT(Trap(section, area), Aborts());
  // Control: once unregistered, the area is not written any more.
  CONTROL("unregister.matching-call", Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  area->cpu_id = kCpuIdUninitialized;
  Pin(AllowedCpus().front());
  CONTROL("unregister.never-written-again", std::uint32_t{area->cpu_id}, testing::Eq(kCpuIdUninitialized));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Returns whether a voluntary switch rewrites a field that the program has overwritten, although the thread
// stays on its CPU. Legacy and optimized registrations differ in this.
bool Rewrites(Area* area) {
  const std::uint32_t cpu = area->cpu_id_start;
  area->cpu_id_start = ~0u;
  BlockOnce();
  const bool rewritten = area->cpu_id_start == cpu;
  area->cpu_id_start = cpu;  // restored before the kernel can verify it
  return rewritten;
}

TEST(Reregister, AnotherLengthSwitchesBetweenLegacyAndOptimised) {
  VERIFIES("reregister.mode-switch");
  Needs("extended-area");
  KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory legacy(Mode::kBytes32);
  AreaMemory optimised(Mode::kExtended);

  // Control: new threads, which register only once, behave in the same way.
  InThread([] {
    const Registration first(Mode::kBytes32);
    CONTROL("identity.sleep-renews-ids", Rewrites(first.area()), testing::Eq(true));
  });
  InThread([] {
    const Registration first(Mode::kExtended);
    CONTROL("identity.sleep-leaves-extended-ids", Rewrites(first.area()), testing::Eq(false));
  });

  for (int round = 0; round < 3; ++round) {
    SCOPED_TRACE(round);
    {
      Registration mine(legacy);
      EXPECT_TRUE(Rewrites(mine.area())) << "registered with 32 bytes: " << *mine.area();
    }
    Registration mine(optimised);
    EXPECT_FALSE(Rewrites(mine.area())) << "registered with " << mine.length() << " bytes: " << *mine.area();
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Whether a voluntary switch, at the end of which the thread is on the same CPU, rewrites a field that the
// program has overwritten; that tells the two behaviours apart.
bool Rewrites(Area* area) {
  const std::uint32_t cpu = area->cpu_id_start;
  area->cpu_id_start = ~0u;
  BlockOnce();
  const bool rewritten = area->cpu_id_start == cpu;
  area->cpu_id_start = cpu;  // before anything can check it
  return rewritten;
}

TEST(Reregister, AnotherLengthSwitchesBetweenLegacyAndOptimised) {
  VERIFIES("reregister.mode-switch");
  Needs("extended-area");
  KeepAffinity keep;
  Pin(AllowedCpus().front());
  AreaMemory legacy(Mode::kBytes32);
  AreaMemory optimised(Mode::kExtended);

  // Control: so behave new threads, which register once.
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

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// What the assistant's action leaves of an impossible cpu_id_start, which the caller writes just before.
std::uint32_t SeenAfter(const std::function<void()>& action, Registration& mine, Assistant& other) {
  std::uint32_t seen = 0;
  Undisturbed([&] {
    mine->cpu_id_start = kCpuIdUninitialized;
    other.Do(action);
    seen = mine->cpu_id_start;
  });
  return seen;
}

void Fence() { EXPECT_THAT(Membarrier(kMembarrierRseq), Succeeds()); }

TEST(Membarrier, FenceRewritesTheIdsOfItsTarget) {
  VERIFIES("membarrier.rewrites-ids");
  ASSERT_THAT(Membarrier(kMembarrierRegisterRseq), Succeeds());
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(Mode::kBytes32);
  Assistant other;

  EXPECT_EQ(SeenAfter(Fence, mine, other), WhereAmI().cpu);
  // Control: without the fence it stays.
  EXPECT_EQ(SeenAfter([] {}, mine, other), kCpuIdUninitialized);
}

}  // namespace
}  // namespace rct

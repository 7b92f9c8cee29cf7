// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// Returns whether a fence with these flags rewrites the id that the caller has overwritten.
bool Rewrites(Registration& mine, unsigned flags) {
  std::uint32_t seen = 0;
  Undisturbed([&] {
    mine->cpu_id_start = kCpuIdUninitialized;
    const SyscallResult fence = Membarrier(kMembarrierRseq, flags, AllowedCpus().front());
    seen = mine->cpu_id_start;
    CONTROL(flags == kMembarrierCpu ? "abort.on-membarrier-to-cpu" : "abort.on-membarrier", fence,
            Succeeds());
  });
  return seen != kCpuIdUninitialized;
}

TEST(Membarrier, FenceToItsCallersCpuRewritesTheCallersIds) {
  VERIFIES("membarrier.caller-ids-rewritten-by-cpu");
  NeedsCpus(2);  // the fence does nothing on a machine with one CPU
  ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  const Bystander second;  // the fence does nothing in a single-threaded process
  Registration mine;

  EXPECT_TRUE(Rewrites(mine, kMembarrierCpu));
  // Control: a fence to all CPUs leaves its caller out.
  CONTROL("membarrier.caller-not-aborted", Rewrites(mine, 0), testing::Eq(false));
}

}  // namespace
}  // namespace rct

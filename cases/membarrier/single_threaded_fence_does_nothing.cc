// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Membarrier, FenceOfASingleThreadedProcessDoesNothing) {
  VERIFIES("membarrier.single-threaded");
  NeedsCpus(2);  // the fence does nothing on a machine with one CPU

  EXPECT_THAT(
      InChild([] {
        ASSERT_CONTROL("membarrier.register-idempotent", Membarrier(kMembarrierRegisterRseq), Succeeds());
        Pin(AllowedCpus().front());
        Registration mine;
        std::uint32_t seen = 0;
        const auto fence = [&] {
          mine->cpu_id_start = kCpuIdUninitialized;
          const SyscallResult result = Membarrier(kMembarrierRseq, kMembarrierCpu, AllowedCpus().front());
          seen = mine->cpu_id_start;
          EXPECT_THAT(result, Succeeds());
        };
        Undisturbed(fence);
        EXPECT_EQ(seen, kCpuIdUninitialized) << "nothing happened, so nothing was rewritten";

        // Control: with a second thread in the process, the same fence rewrites the id.
        const ControlScope control("membarrier.caller-ids-rewritten-by-cpu");
        const Bystander second;
        Undisturbed(fence);
        EXPECT_EQ(seen, WhereAmI().cpu);
      }),
      Survives());
}

}  // namespace
}  // namespace rct

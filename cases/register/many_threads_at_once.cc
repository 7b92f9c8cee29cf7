// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, ManyThreadsRegisterAtTheSameTime) {
  VERIFIES("register.concurrent");
  constexpr int kThreads = 16;
  std::atomic<int> ready{0};
  std::vector<Thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      AreaMemory memory(mode);
      ++ready;
      while (ready < kThreads) Doze();
      for (int round = 0; round < 20; ++round) {
        ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
        ASSERT_LT(memory->cpu_id, static_cast<std::uint32_t>(PossibleCpus()));
        ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
      }
      // Control: each has its own, and has given it back.
      CONTROL("unregister.twice", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
              FailsWith(EINVAL));
    });
  }
  for (Thread& thread : threads) thread.Join();
}

}  // namespace
}  // namespace rct

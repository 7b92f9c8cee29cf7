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
  std::vector<SyscallResult> again(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      AreaMemory memory(mode);
      ++ready;
      while (ready < kThreads) Doze();
      for (int round = 0; round < 20; ++round) {
        ASSERT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
        ASSERT_LT(memory->cpu_id, static_cast<std::uint32_t>(PossibleCpus()));
        ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
      }
      again[static_cast<std::size_t>(i)] = Rseq(memory.get(), memory.length(), kUnregister, kSignature);
    });
  }
  for (Thread& thread : threads) thread.Join();
  if (testing::Test::HasFailure()) return;

  // Control: each thread has ended its own registration.
  CONTROL("unregister.twice", again, testing::Each(FailsWith(EINVAL)));
}

}  // namespace
}  // namespace rct

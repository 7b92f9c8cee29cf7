// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

void ExpectLeftAlone(Mode mode, Submission submission) {
  AreaMemory memory(mode);
  int pipe[2];
  RequireCall(pipe2(pipe, O_CLOEXEC) == 0, "pipe2");
  char byte = 0;
  IoRing ring(submission);
  const int threads = ThreadCount();  // includes the poller thread
  {
    const Registration mine(memory);
    ring.Read(pipe[0], &byte, 1);
    WaitFor("a worker thread", [&] { return ThreadCount() > threads; });
  }
  // The thread that set up the ring is unregistered now, so that it does not write to the area itself.
  std::memset(memory.page().begin(), 0xa5, sizeof(Area));
  Require(!ring.IsDone(), "a worker that waits");
  RequireCall(write(pipe[1], "!", 1) == 1, "write to a pipe");
  WaitFor("the worker to be done", [&] { return ring.IsDone(); });
  Require(byte == '!', "a worker that has slept, and run again");
  EXPECT_THAT(std::vector<std::byte>(memory.page().begin(), memory.page().begin() + sizeof(Area)),
              testing::Each(std::byte{0xa5}));
  // Control: the kernel writes the area of a thread that is registered with it.
  memory->rseq_cs = 0;
  const Registration mine(memory);
  CONTROL("register.ids-are-current", memory->cpu_id,
          testing::Lt(static_cast<std::uint32_t>(PossibleCpus())));
}

TEST_MODES(Fork, WorkersOfIoUringLeaveTheAreaAlone) {
  VERIFIES("fork.io-uring-workers");
  Needs("io-uring");
  // Each runs in its own process, where no earlier worker is left.
  EXPECT_THAT(InChild([&] { ExpectLeftAlone(mode, Submission::kByCall); }), Survives());
  EXPECT_THAT(InChild([&] { ExpectLeftAlone(mode, Submission::kByPoller); }), Survives());
}

}  // namespace
}  // namespace rct

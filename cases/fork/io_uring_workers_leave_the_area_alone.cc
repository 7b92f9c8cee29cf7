// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, WorkersOfIoUringLeaveTheAreaAlone) {
  VERIFIES("fork.io-uring-workers");
  AreaMemory memory(mode);
  for (const Submission submission : {Submission::kByCall, Submission::kByPoller}) {
    SCOPED_TRACE(submission == Submission::kByCall ? "submitted by a call" : "submitted to a poller");
    int pipe[2];
    Require(pipe2(pipe, O_CLOEXEC) == 0, "pipe2");
    char byte = 0;
    WaitFor("the end of other workers", [] { return ThreadCount() == 1; });
    {
      IoRing ring(submission);
      const int threads = ThreadCount();  // the poller among them
      {
        const Registration mine(memory);
        ring.Read(pipe[0], &byte, 1);
        WaitFor("a worker thread", [&] { return ThreadCount() > threads; });
      }
      // Unregistered, the thread that set it up does not write there itself any more.
      std::memset(memory.page().begin(), 0xa5, sizeof(Area));
      EXPECT_FALSE(ring.IsDone());
      Require(write(pipe[1], "!", 1) == 1, "write to a pipe");
      EXPECT_TRUE(Eventually([&] { return ring.IsDone(); }));
      EXPECT_EQ(byte, '!');  // the worker has run, and more than once
    }
    EXPECT_THAT(std::vector<std::byte>(memory.page().begin(), memory.page().begin() + sizeof(Area)),
                testing::Each(std::byte{0xa5}));
    // Control: a thread that is registered with this area writes there.
    memory->rseq_cs = 0;
    const Registration mine(memory);
    EXPECT_LT(memory->cpu_id, static_cast<std::uint32_t>(PossibleCpus()));
    close(pipe[0]);
    close(pipe[1]);
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, TheLengthIsToldAsItWasRegistered) {
  VERIFIES("ptrace.long-registration");
  Needs("ptrace-rseq-configuration");
  Needs("extended-area");
  AreaMemory memory(Mode::kExtended);
  for (const std::uint32_t length : {kOriginalSize, memory.length(), memory.length() + 1, 64u, 4096u}) {
    SCOPED_TRACE(length);
    Tracee tracee([&] {
      CONTROL("auxv.smallest-length", Rseq(memory.get(), length, 0, kSignature), Succeeds());
      Tracee::Pause();
    });
    tracee.AwaitPause();

    RseqConfiguration told{};
    CONTROL("ptrace.configuration", GetRseqConfiguration(tracee.pid(), sizeof told, &told),
            Returns(sizeof told));
    EXPECT_EQ(told.size, length);

    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

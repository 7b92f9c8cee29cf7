// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Ptrace, TheConfigurationOfAStoppedTraceeIsTold) {
  VERIFIES("ptrace.configuration");
  Needs("ptrace-rseq-configuration");
  AreaMemory memory(mode);
  for (const std::uint32_t signature : {kSignature, 0u, ~0u}) {
    Tracee tracee([&] {
      Registration mine(memory, signature);
      Tracee::Pause();
    });
    tracee.AwaitPause();

    RseqConfiguration told{~0ull, ~0u, ~signature, ~0u, ~0u};
    EXPECT_THAT(GetRseqConfiguration(tracee.pid(), sizeof told, &told), Returns(sizeof told));
    EXPECT_EQ(told.pointer, reinterpret_cast<std::uintptr_t>(memory.get()));
    EXPECT_EQ(told.size, memory.length());
    EXPECT_EQ(told.signature, signature);
    EXPECT_EQ(told.flags, 0u);
    EXPECT_EQ(told.pad, 0u);

    EXPECT_THAT(tracee.Release(), Survives());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, FlagsAreZeroWithTheTimeSliceExtensionOn) {
  VERIFIES("ptrace.flags-with-slice-extension");
  Needs("ptrace-rseq-configuration");
  Needs("slice-extension");
  AreaMemory memory(Mode::kExtended, Sharing::kShared);
  Tracee tracee([&] {
    CONTROL("slice.registration-flag", Rseq(memory.get(), memory.length(), kSliceDefaultOn, kSignature),
            Succeeds());
    Tracee::Pause();
  });
  tracee.AwaitPause();
  // Control: the flags of the area show that the extension is on.
  ASSERT_CONTROL("slice.registration-flag", memory->flags, testing::Ne(0u));

  RseqConfiguration told{~0ull, ~0u, ~0u, ~0u, ~0u};
  CONTROL("ptrace.configuration", GetRseqConfiguration(tracee.pid(), sizeof told, &told),
          Returns(sizeof told));
  EXPECT_EQ(told.flags, 0u);
  EXPECT_EQ(told.pad, 0u);
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct

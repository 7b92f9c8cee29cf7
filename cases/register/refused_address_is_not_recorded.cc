// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, RefusedAddressIsNotRecorded) {
  VERIFIES("register.refused-address-not-recorded");
  Needs("ptrace-rseq-configuration");
  AreaMemory memory(mode);
  const auto recorded = [&] {
    Tracee tracee([&] {
      Rseq(memory.get(), memory.length(), 0, kSignature);
      Tracee::Pause();
    });
    tracee.AwaitPause();
    RseqConfiguration found{};
    CONTROL("ptrace.configuration", GetRseqConfiguration(tracee.pid(), sizeof found, &found),
            Returns(sizeof found));
    return found.pointer;
  };
  memory.page().Protect(PROT_NONE);
  EXPECT_EQ(recorded(), 0u);

  // Control: once it is accessible, the same address is recorded.
  memory.page().Protect(PROT_READ | PROT_WRITE);
  CONTROL("ptrace.configuration", recorded(), testing::Eq(reinterpret_cast<std::uintptr_t>(memory.get())));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Ptrace, AnUnregisteredTraceeHasNoSize) {
  VERIFIES("ptrace.unregistered-tracee");
  Needs("ptrace-rseq-configuration");
  AreaMemory memory;
  Tracee tracee([&] {
    Tracee::Pause();
    CONTROL("register.valid-area", Rseq(memory.get(), memory.length(), 0, kSignature), Succeeds());
    Tracee::Pause();
    CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
            Succeeds());
    Tracee::Pause();
  });
  const auto expect = [&](std::uint64_t pointer, std::uint32_t size, std::uint32_t signature) {
    tracee.AwaitPause();
    RseqConfiguration room[2]{{~0ull, ~0u, ~0u, ~0u, ~0u}};  // an overlong write is another case's claim
    const RseqConfiguration& told = room[0];
    EXPECT_THAT(GetRseqConfiguration(tracee.pid(), sizeof told, room), Returns(sizeof told));
    EXPECT_EQ(told.pointer, pointer);
    EXPECT_EQ(told.size, size);
    EXPECT_EQ(told.signature, signature);
  };

  expect(0, 0u, 0);
  tracee.Continue();
  // Control: while the thread is registered, the kernel reports all of its registration.
  {
    const ControlScope control("ptrace.configuration");
    expect(reinterpret_cast<std::uintptr_t>(memory.get()), kOriginalSize, kSignature);
  }
  tracee.Continue();
  expect(0, 0u, 0);
  EXPECT_THAT(tracee.Release(), Survives());
}

}  // namespace
}  // namespace rct

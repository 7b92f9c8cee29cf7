// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Compat32, TracerOfTheOtherAbiIsToldTheWholeConfiguration) {
  VERIFIES("compat32.ptrace-configuration");
  Needs("ptrace-rseq-configuration");
  NeedsOtherAbi();
  // A 64-bit tracee puts its area above 4 GiB, at an address that no pointer of a 32-bit tracer can hold.
  const std::uint64_t address = sizeof(void*) == 8 ? 0x20000000 : 0x200000000;
  for (const std::uint32_t signature : {kSignature, ~0u}) {
    Child tracee([&] { ExecOtherAbi({address, LengthOf(mode), signature}); });
    int status = 0;
    WaitFor("the program's stop", [&] { return waitpid(tracee.pid(), &status, WUNTRACED | WNOHANG) != 0; });
    if (!WIFSTOPPED(status))
      throw Broken("the program exited, see there for its status, " + std::to_string(WEXITSTATUS(status)));
    RseqConfiguration told{~0ull, ~0u, ~signature, ~0u, ~0u};
    // Control: the kernel reports nothing about a process that is not traced yet.
    CONTROL("ptrace.running-tracee", GetRseqConfiguration(tracee.pid(), sizeof told, &told),
            FailsWith(ESRCH));
    RequireCall(ptrace(PTRACE_ATTACH, tracee.pid(), nullptr, nullptr) == 0, "ptrace(PTRACE_ATTACH)");
    waitpid(tracee.pid(), &status, 0);

    EXPECT_THAT(GetRseqConfiguration(tracee.pid(), sizeof told, &told), Returns(sizeof told));
    EXPECT_EQ(told.pointer, address);
    EXPECT_EQ(told.size, LengthOf(mode));
    EXPECT_EQ(told.signature, signature);
    EXPECT_EQ(told.flags, 0u);
    EXPECT_EQ(told.pad, 0u);

    RequireCall(ptrace(PTRACE_DETACH, tracee.pid(), nullptr, nullptr) == 0, "ptrace(PTRACE_DETACH)");
    kill(tracee.pid(), SIGCONT);
    EXPECT_THAT(tracee.Wait(), Survives());
  }
}

}  // namespace
}  // namespace rct

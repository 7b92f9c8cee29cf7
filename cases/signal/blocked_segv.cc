// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A child blocks or ignores SIGSEGV in `prepare`, and then traps.
Ending TrapPrepared(Mode mode, std::uint32_t signature, const std::function<void()>& prepare) {
  return InChild([&] {
    Registration mine(mode, signature);
    prepare();
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, mine.area()), Aborts());
  });
}

void BlockSegv() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGSEGV);
  RequireCall(sigprocmask(SIG_BLOCK, &set, nullptr) == 0, "sigprocmask");
}

void IgnoreSegv() { RequireCall(std::signal(SIGSEGV, SIG_IGN) != SIG_ERR, "signal"); }

TEST_MODES(Signal, BlockedSegvKillsNevertheless) {
  VERIFIES("signal.segv-cannot-be-blocked");
  EXPECT_THAT(TrapPrepared(mode, ~kSignature, BlockSegv), DiesOf(SIGSEGV));
  // Control: with the right signature, nothing kills the child.
  CONTROL("abort.on-trap", TrapPrepared(mode, kSignature, BlockSegv), Survives());
}

TEST_MODES(Signal, IgnoredSegvKillsNevertheless) {
  VERIFIES("signal.segv-cannot-be-blocked");
  EXPECT_THAT(TrapPrepared(mode, ~kSignature, IgnoreSegv), DiesOf(SIGSEGV));
  // Control: with the right signature, nothing kills the child.
  CONTROL("abort.on-trap", TrapPrepared(mode, kSignature, IgnoreSegv), Survives());
}

}  // namespace
}  // namespace rct

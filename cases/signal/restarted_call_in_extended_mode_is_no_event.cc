// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Signal, CallToBeRestartedIsNotAbortedInAThreadWithAnExtendedArea) {
  VERIFIES("signal.restarted-call-is-no-event");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  Section section(SyscallSections()[RCT_SLOTS - 1]);
  std::uintptr_t pc = 0;
  EXPECT_THAT(PassInterrupted(section, mine.area(), SA_RESTART, &pc), Completes());
  EXPECT_GE(pc, section.code.body);
  EXPECT_LT(pc, section.code.body_end) << "inside, at the call";
  EXPECT_EQ(section.frame.result, static_cast<long>(sizeof(std::uint64_t))) << "it was restarted";

  // Control: the signal of a trap in the same place aborts.
  Section trap(TrapSections()[RCT_SLOTS - 1]);
  CONTROL("abort.on-trap", Trap(trap, mine.area()), Aborts());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Signal, CallToBeRestartedIsAbortedWhereItBeginsInAThreadWithAnExtendedArea) {
  VERIFIES("signal.restarted-call-extended");
  Needs("extended-area");
  Registration mine(Mode::kExtended);
  // The call is the section's last instruction, so a thread is inside the section before it, and outside
  // after it.
  Section section(SyscallSections()[RCT_SLOTS - 1]);
  std::uintptr_t pc = 0;
  EXPECT_THAT(PassInterrupted(section, mine.area(), SA_RESTART, &pc), Aborts());
  EXPECT_EQ(pc, section.code.abort);

  // Control: if the call fails with EINTR instead, the thread is behind the section.
  CONTROL("descriptor.end-exclusive", PassInterrupted(section, mine.area(), 0, &pc), Completes());
  CONTROL("descriptor.end-exclusive", section.frame.result, testing::Eq(-EINTR));
  CONTROL("descriptor.end-exclusive", pc, testing::Eq(section.code.post_commit));
}

}  // namespace
}  // namespace rct

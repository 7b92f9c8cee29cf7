// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Abort, SignalOfAnInterceptedCallAbortsAThreadWithTheOriginalArea) {
  VERIFIES("abort.user-dispatch-original");
  Needs("syscall-user-dispatch");
  Registration mine(Mode::kBytes32);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassIntercepted(section, mine.area()), Aborts());
  }
  // Control: a call in the last instruction returns behind the section, where there is nothing to abort.
  Section section(SyscallSections()[RCT_SLOTS - 1]);
  CONTROL("descriptor.end-exclusive", PassIntercepted(section, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

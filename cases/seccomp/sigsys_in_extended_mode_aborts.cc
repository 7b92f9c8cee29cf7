// SPDX-License-Identifier: MIT
#include "rct/seccomp.h"

namespace rct {
namespace {

// Passes through a section that makes a call which the filter answers with a signal.
Passage RefusedCallInside(int slot, Area* area) {
  int handled = 0;
  const Handler handler(SIGSYS, [&](void*) { ++handled; });
  Section section(SyscallSections()[slot]);
  section.frame.number = SYS_getpgid;
  const Passage passage = PassUndisturbed(section, area);
  EXPECT_GE(handled, 1);
  return passage;
}

TEST(Seccomp, SignalOfARefusedCallAbortsAThreadWithAnExtendedArea) {
  VERIFIES("seccomp.sigsys-extended");
  Needs("seccomp-filter");
  Needs("extended-area");
  const auto child = [] {
    Filter filter;
    filter.On(SYS_getpgid, SCMP_ACT_TRAP);
    filter.Load();
    Registration mine(Mode::kExtended);
    for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
      SCOPED_TRACE("slot " + std::to_string(slot));
      EXPECT_THAT(RefusedCallInside(slot, mine.area()), Aborts());
    }
    // Control: after the last instruction nothing is left to abort.
    EXPECT_THAT(RefusedCallInside(RCT_SLOTS - 1, mine.area()), Completes());
  };
  EXPECT_THAT(InChild(child), Survives());
}

}  // namespace
}  // namespace rct

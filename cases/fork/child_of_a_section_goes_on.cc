// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Fork, ChildForkedInsideASectionGoesOnInIt) {
  VERIFIES("fork.inside-section-child-goes-on");
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section forking(SyscallSections()[slot]);
    const Shared<Passage> trapped;
    const Forked forked = PassForking(forking, mine.area(), [&] {
      Section section(TrapSections()[slot]);
      *trapped = Trap(section, mine.area());
    });
    EXPECT_THAT(forked.child, Completes()) << "it begins with the return from a system call";
    EXPECT_NE(forked.child.rseq_cs_left, 0u) << "and with its parent's rseq_cs";
    // Control: an event inside a section aborts the child.
    CONTROL("abort.on-trap", *trapped, Aborts());
  }
}

}  // namespace
}  // namespace rct

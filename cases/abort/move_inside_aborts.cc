// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, MovingItselfInsideAborts) {
  VERIFIES("abort.move-inside-aborts");
  const KeepAffinity keep;
  Registration mine(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    EXPECT_THAT(PassMoving(section, mine.area()), Aborts());
    CONTROL("identity.cpu-id-current", std::uint32_t{mine->cpu_id}, testing::Eq(WhereAmI().cpu));
  }
  // Control: a call in the last instruction returns behind the section, where there is nothing to abort.
  Section committing(SyscallSections()[RCT_SLOTS - 1]);
  CONTROL("descriptor.end-exclusive", PassMoving(committing, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

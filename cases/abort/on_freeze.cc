// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, FreezingItsControlGroupAbortsAtEverySlot) {
  VERIFIES("abort.on-freeze");
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "slot " << &code - SpinSections().data());
    FreezerGroup group;
    const Suspension freeze{"freeze", [&](pid_t) { group.Freeze(); }, [&](pid_t) { return group.Thaw(); },
                            [&](pid_t child) { group.Take(child); }};
    EXPECT_THAT(SpinSuspended(mode, code, freeze), Aborts());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, FreezingItsControlGroupAbortsAtEverySlot) {
  VERIFIES("abort.on-freeze");
  for (const SectionCode& code : SpinSections()) {
    SCOPED_TRACE(testing::Message() << "slot " << &code - SpinSections().data());
    FreezerGroup group;
    const auto take = [&](pid_t child) { group.Take(child); };
    const Suspension freeze{"freeze", [&](pid_t) { group.Freeze(); }, [&](pid_t) { return group.Thaw(); },
                            take};
    EXPECT_THAT(SpinSuspended(mode, code, freeze), Aborts());

    // Control: in a group that is not frozen the same section runs to its end.
    CONTROL("abort.not-on-interrupt", SpinSuspended(mode, code, {"nothing", nullptr, nullptr, take}),
            Completes());
  }
}

}  // namespace
}  // namespace rct

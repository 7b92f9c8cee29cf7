// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, TheFlagsOfTheAreaDoNotMatterToSections) {
  VERIFIES("identity.flags-ignored");
  Registration mine(mode);
  const std::uint32_t usual = mine->flags;
  for (const std::uint32_t flags : {usual, usual ^ 1, usual ^ 2, usual ^ 4, usual ^ 8, usual ^ 0x80000000u}) {
    SCOPED_TRACE(flags);  // the first is the control
    mine->flags = flags;
    Section section(TrapSections()[2]);
    EXPECT_THAT(Trap(section, mine.area()), Aborts());
  }
  mine->flags = usual;
}

}  // namespace
}  // namespace rct

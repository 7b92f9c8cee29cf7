// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, FlagsOfTheAreaInhibitAbortsLikeThoseOfADescriptor) {
  VERIFIES("identity.flags-honoured");
  // A thread with these flags in its area, and those in its descriptor, traps inside.
  const auto ending = [&](std::uint32_t area, std::uint32_t descriptor, bool aborts) {
    return InChild([&] {
      Registration mine(mode);
      Section section(TrapSections()[2]);
      section.descriptor().flags = descriptor;
      mine->flags = area;
      EXPECT_THAT(Trap(section, mine.area()), aborts ? Aborts() : Completes());
    });
  };
  // Bit 1, for signals, needs 0 and 2, for preemption and migration; they may come from either.
  EXPECT_THAT(ending(7, 0, false), Survives());
  EXPECT_THAT(ending(2, 5, false), Survives());
  EXPECT_THAT(ending(5, 2, false), Survives());
  EXPECT_THAT(ending(2, 0, false), DiesOf(SIGSEGV));
  EXPECT_THAT(ending(2, 1, false), DiesOf(SIGSEGV));
  // Control: without the bit for signals.
  EXPECT_THAT(ending(0, 0, true), Survives());
  EXPECT_THAT(ending(5, 0, true), Survives());
  EXPECT_THAT(ending(8, 0, true), Survives());
}

}  // namespace
}  // namespace rct

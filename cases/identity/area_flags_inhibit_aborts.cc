// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, FlagsOfTheAreaInhibitAbortsLikeThoseOfADescriptor) {
  VERIFIES("identity.flags-honoured");
  // A thread with these flags in its area, and those in its descriptor, traps inside.
  const auto ending = [&](std::uint32_t area, std::uint32_t descriptor,
                          const testing::Matcher<const Passage&>& what) {
    return InChild([&] {
      Registration mine(mode);
      Section section(TrapSections()[2]);
      section.descriptor().flags = descriptor;
      mine->flags = area;
      EXPECT_THAT(Trap(section, mine.area()), what);
    });
  };
  // Bit 1, for signals, needs 0 and 2, for preemption and migration; they may come from either.
  EXPECT_THAT(ending(7, 0, Completes()), Survives());
  EXPECT_THAT(ending(2, 5, Completes()), Survives());
  EXPECT_THAT(ending(5, 2, Completes()), Survives());
  EXPECT_THAT(ending(2, 0, Completes()), DiesOf(SIGSEGV));
  EXPECT_THAT(ending(2, 1, Completes()), DiesOf(SIGSEGV));
  // Without the bit for signals the others inhibit nothing.
  EXPECT_THAT(ending(5, 0, Aborts()), Survives());
  EXPECT_THAT(ending(8, 0, Aborts()), Survives());
  // Control: without flags.
  CONTROL("abort.on-trap", ending(0, 0, Aborts()), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, FlagsOfTheAreaInhibitAbortsLikeThoseOfADescriptor) {
  VERIFIES("identity.flags-honoured");
  // A thread traps inside a section, with these flags in its area and in its descriptor.
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
  // Bit 1 (signals) needs bits 0 (preemption) and 2 (migration). Each bit may be in the area or in the
  // descriptor.
  EXPECT_THAT(ending(7, 0, Completes()), Survives());
  EXPECT_THAT(ending(2, 5, Completes()), Survives());
  EXPECT_THAT(ending(5, 2, Completes()), Survives());
  EXPECT_THAT(ending(2, 0, Completes()), DiesOf(SIGSEGV));
  EXPECT_THAT(ending(2, 1, Completes()), DiesOf(SIGSEGV));
  // Without the bit for signals, the other bits inhibit nothing.
  EXPECT_THAT(ending(5, 0, Aborts()), Survives());
  EXPECT_THAT(ending(8, 0, Aborts()), Survives());
  // Control: with all flags clear, the same section behaves as usual.
  CONTROL("abort.on-trap", ending(0, 0, Aborts()), Survives());
}

}  // namespace
}  // namespace rct

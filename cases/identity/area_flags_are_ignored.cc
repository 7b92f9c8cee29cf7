// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, TheFlagsOfTheAreaDoNotMatterToSections) {
  VERIFIES("identity.flags-ignored");
  const auto ending = [&](std::uint32_t change) {
    return InChild([&] {
      Registration mine(mode);
      mine->flags = mine->flags ^ change;
      Section section(TrapSections()[2]);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };

  for (const std::uint32_t change : {1u, 2u, 4u, 8u, 0x80000000u}) {
    SCOPED_TRACE(change);
    EXPECT_THAT(ending(change), Survives());
  }
  // Control: with the flags that the kernel wrote, the section is aborted.
  CONTROL("abort.on-trap", ending(0), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, UnknownFlagsLeftInTheAreaDoNotKeepASectionFromBeingAborted) {
  VERIFIES("register.unknown-area-flags-ignored");
  // Control: among them, none at all.
  for (const std::uint32_t flags : {0u, 1u << 3, 1u << 31, ~7u}) {
    EXPECT_THAT(InChild([&] {
                  AreaMemory memory;
                  memory->flags = flags;
                  Registration mine(memory);
                  Section section(TrapSections()[1]);
                  EXPECT_THAT(Trap(section, mine.area()), Aborts());
                }),
                Survives())
        << "flags were " << flags;
  }
}

}  // namespace
}  // namespace rct

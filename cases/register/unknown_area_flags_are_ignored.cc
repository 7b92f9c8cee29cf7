// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, UnknownFlagsLeftInTheAreaDoNotKeepASectionFromBeingAborted) {
  VERIFIES("register.unknown-area-flags-ignored");
  const auto traps = [](std::uint32_t flags) {
    return InChild([flags] {
      AreaMemory memory;
      memory->flags = flags;
      Registration mine(memory);
      Section section(TrapSections()[1]);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };
  // Control: with all flags clear, the section is aborted.
  ASSERT_CONTROL("abort.on-trap", traps(0), Survives());
  for (const std::uint32_t flags : {1u << 3, 1u << 31, ~7u})
    EXPECT_THAT(traps(flags), Survives()) << "flags were " << flags;
}

}  // namespace
}  // namespace rct

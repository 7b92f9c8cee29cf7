// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, FlagsLeftInTheAreaKillAtTheFirstAbort) {
  VERIFIES("register.area-flags-kill");
  const auto traps = [mode](std::uint32_t flags) {
    return InChild([mode, flags] {
      AreaMemory memory(mode);
      memory->flags = flags;
      Registration mine(memory);
      BlockOnce();  // harmless as long as no section is aborted
      Section section(TrapSections()[1]);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };
  for (const std::uint32_t flags : {1u, 1u << 3, ~0u}) EXPECT_THAT(traps(flags), DiesOf(SIGSEGV)) << flags;

  // Control: without any.
  EXPECT_THAT(traps(0), Survives());
}

}  // namespace
}  // namespace rct

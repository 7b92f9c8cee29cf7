// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, FlagsLeftInTheAreaKillAtTheFirstAbort) {
  VERIFIES("register.area-flags-kill");
  const Shared<std::atomic<bool>> entered;
  const auto traps = [&](std::uint32_t flags) {
    *entered = false;
    return InChild([&] {
      AreaMemory memory(mode);
      memory->flags = flags;
      Registration mine(memory);
      BlockOnce();
      *entered = true;
      Section section(TrapSections()[1]);
      EXPECT_THAT(Trap(section, mine.area()), Aborts());
    });
  };

  // Control: with all flags clear, the section is aborted.
  ASSERT_CONTROL("abort.on-trap", traps(0), Survives());
  for (const std::uint32_t flags : {1u, 1u << 3, ~0u}) {
    EXPECT_THAT(traps(flags), DiesOf(SIGSEGV)) << flags;
    EXPECT_TRUE(*entered) << flags << " did harm before a section was to be aborted";
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, InvalidStaleRseqCsKillsOnTheWayOut) {
  VERIFIES("register.stale-rseq-cs-kills");
  Section elsewhere(TrapSections()[0]);
  const std::uint64_t valid = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
  const auto registers = [mode](std::uint64_t stale) {
    return InChild([mode, stale] {
      AreaMemory memory(mode);
      memory->rseq_cs = stale;
      Registration mine(memory);
    });
  };
  EXPECT_THAT(registers(8), DiesOf(SIGSEGV)) << "no memory";
  EXPECT_THAT(registers(~std::uint64_t{0}), DiesOf(SIGSEGV)) << "no address of user space";

  // Control: the descriptor of a section that is not being executed does not kill.
  CONTROL("abort.outside-only-disarms", registers(valid), Survives());
}

}  // namespace
}  // namespace rct

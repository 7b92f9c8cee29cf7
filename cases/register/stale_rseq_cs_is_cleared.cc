// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, StaleRseqCsIsCleared) {
  VERIFIES("register.stale-rseq-cs-cleared");
  Section elsewhere(TrapSections()[0]);
  const std::uint64_t valid = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
  const auto registers = [mode](std::uint64_t stale) {
    return InChild([mode, stale] {
      AreaMemory memory(mode);
      memory->rseq_cs = stale;
      Registration mine(memory);
      EXPECT_EQ(mine->rseq_cs, 0u);
      BlockOnce();
    });
  };
  for (const std::uint64_t stale : {valid, std::uint64_t{8}, ~std::uint64_t{0}})
    EXPECT_THAT(registers(stale), Survives()) << "rseq_cs was " << stale;
  // Control: the same call succeeds with an rseq_cs of zero.
  CONTROL("descriptor.zero-pointer", registers(0), Survives());
}

}  // namespace
}  // namespace rct

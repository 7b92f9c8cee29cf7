// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, StaleRseqCsIsCleared) {
  VERIFIES("register.stale-rseq-cs-cleared");
  Section elsewhere(TrapSections()[0]);
  const std::uint64_t valid = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
  // Control: where rseq_cs is zero, or describes a section that is not being executed, nothing is stale.
  for (const std::uint64_t stale : {std::uint64_t{0}, valid, std::uint64_t{8}, ~std::uint64_t{0}}) {
    EXPECT_THAT(InChild([&] {
                  AreaMemory memory(mode);
                  memory->rseq_cs = stale;
                  Registration mine(memory);
                  EXPECT_EQ(mine->rseq_cs, 0u);
                  BlockOnce();
                }),
                Survives())
        << "rseq_cs was " << stale;
  }
}

}  // namespace
}  // namespace rct

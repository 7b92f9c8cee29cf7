// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, MmCidIsBelowTheNumberOfPossibleCpus) {
  VERIFIES("register.mm-cid-in-range");
  Needs("mm-cid");
  const auto possible = static_cast<std::uint32_t>(PossibleCpus());
  AreaMemory memory(mode);
  memory->mm_cid = 0x5a5a5a5a;  // out of range

  Registration mine(memory);
  EXPECT_LT(mine->mm_cid, possible);
}

}  // namespace
}  // namespace rct

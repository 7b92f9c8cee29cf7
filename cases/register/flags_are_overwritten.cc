// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, FlagsOfTheAreaAreOverwritten) {
  VERIFIES("register.flags-overwritten");
  AreaMemory memory(mode);
  memory->flags = ~0u;

  // Control: a refused call writes nothing.
  ASSERT_CONTROL("register.unknown-flags", Rseq(memory.get(), memory.length(), 1 << 2, kSignature),
                 FailsWith(EINVAL));
  CONTROL("register.refused-call-writes-nothing", memory->flags, testing::Eq(~0u));

  Registration mine(memory);
  EXPECT_EQ(mine->flags & ~(kSliceAvailable | kSliceEnabled), 0u);
}

}  // namespace
}  // namespace rct

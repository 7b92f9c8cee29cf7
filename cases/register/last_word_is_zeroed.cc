// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, LastWordOf32BytesIsZeroed) {
  VERIFIES("register.last-word-zeroed");
  AreaMemory memory;
  memory->slice_ctrl = 0xa5a5a5a5;

  // Control: a refused call writes nothing.
  ASSERT_CONTROL("register.unknown-flags", Rseq(memory.get(), memory.length(), 1 << 2, kSignature),
                 FailsWith(EINVAL));
  CONTROL("register.refused-call-writes-nothing", memory->slice_ctrl, testing::Eq(0xa5a5a5a5));

  Registration mine(memory);
  EXPECT_EQ(mine->slice_ctrl, 0u);
}

}  // namespace
}  // namespace rct

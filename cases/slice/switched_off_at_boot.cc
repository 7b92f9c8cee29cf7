// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, SwitchedOffAtBootThereIsNoExtension) {
  VERIFIES("slice.switched-off");
  for (const int flags : {0, kSliceDefaultOn}) {
    SCOPED_TRACE(flags);
    AreaMemory memory(Mode::kExtended);
    ASSERT_THAT(Rseq(memory.get(), memory.length(), flags, kSignature), Succeeds());
    EXPECT_EQ(memory->flags, 0u) << "it is not even said to be available";
    EXPECT_THAT(SliceExtension(kSliceSet, kSliceEnable), FailsWith(kNotSupported));
    EXPECT_THAT(SliceExtension(kSliceSet, 0), FailsWith(kNotSupported));
    // The query still works, and the kernel still checks the arguments first.
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(0));
    EXPECT_THAT(SliceExtension(kSliceSet, kSliceEnable << 1), FailsWith(EINVAL));
    ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                   Succeeds());
  }
  EXPECT_THAT(SliceExtension(kSliceSet, kSliceEnable), FailsWith(kNotSupported)) << "registered or not";
  EXPECT_EQ(SliceYield(), 0) << "to yield is nothing";
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AnAreaOf32BytesHasNoExtension) {
  VERIFIES("slice.not-for-32-bytes");
  Needs("slice-extension");
  for (const Mode mode : {Mode::kBytes32, Mode::kExtended}) {
    SCOPED_TRACE(mode);
    const bool has = mode == Mode::kExtended;  // for a control
    AreaMemory memory(mode);
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kSliceDefaultOn, kSignature), Succeeds());
    EXPECT_EQ(memory->flags, has ? kSliceAvailable | kSliceEnabled : 0u);
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(has ? 1 : 0));
    const SyscallResult on = SliceExtension(kSliceSet, kSliceEnable);
    EXPECT_THAT(on, has ? Succeeds() : FailsWith(kNotSupported));
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(has ? 1 : 0));
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kUnregister, kSignature), Succeeds());
  }
}

}  // namespace
}  // namespace rct

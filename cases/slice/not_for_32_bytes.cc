// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AnAreaOf32BytesHasNoExtension) {
  VERIFIES("slice.not-for-32-bytes");
  Needs("slice-extension");
  const auto expect = [](Mode mode, bool has) {
    AreaMemory memory(mode);
    ASSERT_THAT(Rseq(memory.get(), memory.length(), kSliceDefaultOn, kSignature), Succeeds());
    EXPECT_EQ(memory->flags, has ? kSliceAvailable | kSliceEnabled : 0u);
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(has ? 1 : 0));
    const SyscallResult on = SliceExtension(kSliceSet, kSliceEnable);
    EXPECT_THAT(on, has ? Succeeds() : FailsWith(kNotSupported));
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(has ? 1 : 0));
    ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                   Succeeds());
  };
  expect(Mode::kBytes32, false);
  // Control: a longer area has the extension.
  const ControlScope control("slice.registration-flag");
  expect(Mode::kExtended, true);
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ThePrctlRefusesWhatItDoesNotKnow) {
  VERIFIES("slice.prctl-arguments");
  Needs("slice-extension");
  const Registration mine(Mode::kExtended);
  const SyscallResult refused[] = {
      SliceExtension(0),
      SliceExtension(kSliceSet + 1),
      SliceExtension(kSliceGet, 1),
      SliceExtension(kSliceGet, 0, 1),
      SliceExtension(kSliceGet, 0, 0, 1),
      SliceExtension(kSliceSet, kSliceEnable << 1),
      SliceExtension(kSliceSet, kSliceEnable, 1),
      SliceExtension(kSliceSet, kSliceEnable, 0, 1),
  };
  for (const SyscallResult& call : refused) EXPECT_THAT(call, FailsWith(EINVAL));
  EXPECT_THAT(SliceExtension(kSliceGet), Returns(0)) << "none of them has switched it on";

  // Control: the kernel accepts the arguments that it knows.
  CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
  CONTROL("slice.prctl", SliceExtension(kSliceGet), Returns(1));
}

}  // namespace
}  // namespace rct

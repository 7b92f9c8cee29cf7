// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AThreadThatIsNotRegisteredCannotSwitchTheExtension) {
  VERIFIES("slice.prctl-unregistered");
  Needs("slice-extension");
  for (const long to : {kSliceEnable, 0L}) EXPECT_THAT(SliceExtension(kSliceSet, to), FailsWith(ENXIO));
  EXPECT_THAT(SliceExtension(kSliceGet), Returns(0)) << "to ask needs no registration";
  // The kernel checks the arguments first.
  EXPECT_THAT(SliceExtension(kSliceSet, kSliceEnable << 1), FailsWith(EINVAL));

  // Control: the same call succeeds once the thread is registered.
  const Registration mine(Mode::kExtended);
  CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
}

}  // namespace
}  // namespace rct

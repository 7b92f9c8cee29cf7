// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A child overwrites the flags of its area, and then switches the extension to the other state.
Ending Switches(bool was_on, std::uint32_t flags) {
  return InChild([=] {
    Registration mine(Mode::kExtended);
    if (was_on) {
      ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, kSliceEnable), Succeeds());
    }
    mine->flags = flags;
    CONTROL("slice.prctl", SliceExtension(kSliceSet, was_on ? 0 : kSliceEnable), Succeeds());
  });
}

TEST(Slice, WhoTakesTheFlagsBackIsKilledByThePrctl) {
  VERIFIES("slice.prctl-tampered-flags");
  Needs("slice-extension");
  EXPECT_THAT(Switches(false, 0), DiesOf(SIGSEGV)) << "no longer available";
  EXPECT_THAT(Switches(true, kSliceEnabled), DiesOf(SIGSEGV)) << "on, but no longer available";
  EXPECT_THAT(Switches(true, kSliceAvailable), DiesOf(SIGSEGV)) << "on, but no longer said to be";

  // Control: a thread that writes the same flags again survives.
  CONTROL("slice.prctl", Switches(false, kSliceAvailable), Survives());
  CONTROL("slice.prctl", Switches(true, kSliceAvailable | kSliceEnabled), Survives());
}

}  // namespace
}  // namespace rct

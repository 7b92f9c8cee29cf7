// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AFlagOfTheRegistrationSwitchesTheExtensionOn) {
  VERIFIES("slice.registration-flag");
  Needs("slice-extension");
  const LongExtensions many_are_seen;
  AreaMemory memory(Mode::kExtended);
  // Each registration sets the state anew, independent of the registration before.
  for (const int flags : {kSliceDefaultOn, 0, kSliceDefaultOn}) {
    SCOPED_TRACE(flags);
    const bool on = flags != 0;
    ASSERT_THAT(Rseq(memory.get(), memory.length(), flags, kSignature), Succeeds());
    EXPECT_EQ(memory->flags, on ? kSliceAvailable | kSliceEnabled : kSliceAvailable);
    EXPECT_THAT(SliceExtension(kSliceGet), Returns(on ? 1 : 0));
    {
      const KeepAffinity keep;
      Pin(AllowedCpus().front());
      Rival rival;
      ASSERT_TRUE(on ? Ask(rival, memory.get()).granted : IsNeverGranted(rival, memory.get()));
    }
    ASSERT_CONTROL("unregister.matching-call", Rseq(memory.get(), memory.length(), kUnregister, kSignature),
                   Succeeds());
  }
}

}  // namespace
}  // namespace rct

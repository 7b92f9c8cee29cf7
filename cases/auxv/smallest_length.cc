// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Auxv, NoShorterExtendedRegistrationIsAccepted) {
  VERIFIES("auxv.smallest-length");
  Needs("extended-area");
  AreaMemory memory;  // page-aligned, so that no length fails for its alignment
  const std::uint32_t smallest = LengthOf(Mode::kExtended);
  EXPECT_EQ(smallest, std::max<unsigned long>(kOriginalSize + 1, getauxval(kAuxFeatureSize)));

  for (std::uint32_t length = 0; length <= smallest + 8; ++length) {
    const auto unregister = [&] { return Rseq(memory.get(), length, kUnregister, kSignature); };
    // Control: unregistering succeeds exactly for the lengths that were accepted.
    if (length == kOriginalSize || length >= smallest) {
      EXPECT_THAT(Rseq(memory.get(), length, 0, kSignature), Succeeds());
      CONTROL("unregister.matching-call", unregister(), Succeeds());
    } else {
      EXPECT_THAT(Rseq(memory.get(), length, 0, kSignature), FailsWith(EINVAL));
      CONTROL("unregister.without-registration", unregister(), FailsWith(EINVAL));
    }
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, AdvertisedSizeIsAcceptedAtTheAdvertisedAlignment) {
  VERIFIES("register.feature-size");
  const auto size = static_cast<std::uint32_t>(getauxval(kAuxFeatureSize));
  const std::size_t align = getauxval(kAuxAlign);
  ASSERT_GT(align, 0u);
  Mapping page;

  EXPECT_THAT(Rseq(page.begin() + align, size, 0, kSignature), Succeeds());
  EXPECT_THAT(Rseq(page.begin() + align, size, kUnregister, kSignature), Succeeds());

  // Control: at half of the alignment it is refused.
  EXPECT_THAT(Rseq(page.begin() + align / 2, size, 0, kSignature), FailsWith(EINVAL));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Register, AdvertisedSizeIsAcceptedAtTheAdvertisedAlignment) {
  VERIFIES("register.feature-size");
  const auto size = static_cast<std::uint32_t>(getauxval(kAuxFeatureSize));
  const std::size_t align = getauxval(kAuxAlign);
  ASSERT_CONTROL("auxv.grown-values", align, testing::Ge(64u));
  Mapping page;

  ASSERT_THAT(Rseq(page.begin() + align, size, 0, kSignature), Succeeds());
  CONTROL("unregister.matching-call", Rseq(page.begin() + align, size, kUnregister, kSignature), Succeeds());

  // Control: an address with half of that alignment is refused.
  CONTROL("register.extended-needs-64", Rseq(page.begin() + align / 2, size, 0, kSignature),
          FailsWith(EINVAL));
}

}  // namespace
}  // namespace rct

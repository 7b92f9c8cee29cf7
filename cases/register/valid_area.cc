// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, AreaIsAcceptedAtAnyMultipleOfItsAlignment) {
  VERIFIES("register.valid-area");
  const std::size_t align = mode == Mode::kBytes32 ? kOriginalSize : getauxval(kAuxAlign);
  Mapping page;
  for (const std::size_t offset : {std::size_t{0}, align, 3 * align, page.size() - align}) {
    SCOPED_TRACE("at offset " + std::to_string(offset));
    Area* area = page.As<Area>(offset);

    // Control: before the registration, there is nothing to unregister.
    CONTROL("unregister.without-registration", Rseq(area, LengthOf(mode), kUnregister, kSignature),
            FailsWith(EINVAL));
    ASSERT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
    CONTROL("unregister.matching-call", Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
  }
}

}  // namespace
}  // namespace rct

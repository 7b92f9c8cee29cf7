// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, RegistrationWaitsForAPageThatUserSpaceProvides) {
  VERIFIES("register.late-page");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // its ids are hardly zero, as the memory is
  {
    // Control: in memory like any other the ids are filled in.
    const Registration plain(mode);
    ASSERT_CONTROL("register.ids-are-current", *plain.area(), IsCurrent());
  }
  LatePage page;
  Area* area = reinterpret_cast<Area*>(page.begin());
  // Control: nobody has asked for it before.
  Require(!page.asked_for(), "a page for which nobody has asked yet");

  ASSERT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
  EXPECT_TRUE(page.asked_for());
  EXPECT_THAT(*area, IsCurrent());
  CONTROL("unregister.matching-call", Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

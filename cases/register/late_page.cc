// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, RegistrationWaitsForAPageThatUserSpaceProvides) {
  VERIFIES("register.late-page");
  const KeepAffinity keep;
  Pin(AllowedCpus().back());  // the ids of the last CPU are rarely zero, unlike fresh memory
  {
    // Control: in ordinary memory, the ids are filled in.
    const Registration plain(mode);
    ASSERT_CONTROL("register.ids-are-current", *plain.area(), IsCurrent());
  }
  LatePage page;
  Area* area = reinterpret_cast<Area*>(page.begin());
  // Nothing has accessed the page before the call.
  Require(!page.asked_for(), "a page for which nobody has asked yet");

  ASSERT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
  EXPECT_TRUE(page.asked_for());
  EXPECT_THAT(*area, IsCurrent());
  CONTROL("unregister.matching-call", Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, ThreadWhoseAreaIsWriteProtectedWaitsUntilItIsNot) {
  VERIFIES("memory.late-write");
  NeedsCpus(2);
  const KeepAffinity keep;
  LatePage page(Fault::kWrite);
  auto* const area = reinterpret_cast<Area*>(page.begin());
  Pin(AllowedCpus()[0]);
  ASSERT_CONTROL("register.repeatable", Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
  // Control: before the page is protected, the same move does not wait.
  Pin(AllowedCpus()[1]);
  CONTROL("identity.cpu-id-current", *area, IsCurrent());
  Require(!page.asked_for(), "a page that may be written");

  page.Protect();
  Pin(AllowedCpus()[0]);
  EXPECT_TRUE(page.asked_for());
  EXPECT_THAT(*area, IsCurrent());
  CONTROL("unregister.matching-call", Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

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
  ASSERT_THAT(Rseq(area, LengthOf(mode), 0, kSignature), Succeeds());
  EXPECT_FALSE(page.asked_for());  // control: before it is protected nobody has to wait

  page.Protect();
  Pin(AllowedCpus()[1]);
  EXPECT_TRUE(page.asked_for());
  EXPECT_THAT(*area, IsCurrent());
  EXPECT_THAT(Rseq(area, LengthOf(mode), kUnregister, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Unregister, FailedAttemptsLeaveTheLiveRegistrationWorking) {
  VERIFIES("unregister.failed-attempts");
  NeedsCpus(2);
  KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Registration mine(mode);
  AreaMemory other(mode);

  ASSERT_THAT(Rseq(other.get(), mine.length(), kUnregister, kSignature), FailsWith(EINVAL));
  ASSERT_THAT(Rseq(mine.area(), mine.length() + 1, kUnregister, kSignature), FailsWith(EINVAL));
  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, ~kSignature), FailsWith(EPERM));

  Pin(AllowedCpus()[1]);
  EXPECT_THAT(*mine.area(), IsCurrent());
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, mine.area()), Aborts());

  // Control: after the call that succeeds nothing is kept up to date.
  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  Pin(AllowedCpus()[0]);
  EXPECT_THAT(*mine.area(), testing::Not(IsCurrent()));
}

}  // namespace
}  // namespace rct

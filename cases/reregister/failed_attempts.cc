// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Reregister, FailedAttemptsLeaveTheLiveRegistrationWorking) {
  VERIFIES("reregister.failed-attempts");
  NeedsCpus(2);
  KeepAffinity keep;
  Pin(AllowedCpus()[0]);
  Registration mine(mode);
  AreaMemory other(mode);

  ASSERT_THAT(Rseq(other.get(), other.length(), 0, kSignature), FailsWith(EINVAL));
  ASSERT_THAT(Rseq(mine.area(), mine.length() + 1, 0, kSignature), FailsWith(EINVAL));
  ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, ~kSignature), FailsWith(EPERM));
  ASSERT_THAT(Rseq(mine.area(), mine.length(), 0, kSignature), FailsWith(EBUSY));

  Pin(AllowedCpus()[1]);
  EXPECT_THAT(*mine.area(), IsCurrent());
  EXPECT_EQ(other->cpu_id, 0u) << "the refused area was written to";
  Section section(TrapSections()[2]);
  EXPECT_THAT(Trap(section, mine.area()), Aborts()) << "the registered signature is still what is compared";

  // Control: unregistered, the same section runs to its end.
  ASSERT_THAT(Rseq(mine.area(), mine.length(), kUnregister, kSignature), Succeeds());
  EXPECT_THAT(Trap(section, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

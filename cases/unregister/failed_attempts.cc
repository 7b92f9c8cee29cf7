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

  Section section(TrapSections()[2]);
  // Control: before these attempts, the same section is aborted.
  ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());

  ASSERT_CONTROL("unregister.different-area", Rseq(other.get(), mine.length(), kUnregister, kSignature),
                 FailsWith(EINVAL));
  ASSERT_THAT(mine, IsInForce());
  ASSERT_CONTROL("unregister.different-length", Rseq(mine.area(), mine.length() + 1, kUnregister, kSignature),
                 FailsWith(EINVAL));
  ASSERT_THAT(mine, IsInForce());
  ASSERT_CONTROL("unregister.signature-mismatch", Rseq(mine.area(), mine.length(), kUnregister, ~kSignature),
                 FailsWith(EPERM));
  ASSERT_THAT(mine, IsInForce());

  Pin(AllowedCpus()[1]);
  ASSERT_THAT(*mine.area(), IsCurrent());
  ASSERT_THAT(Trap(section, mine.area()), Aborts());

  // Control: after the successful call, the kernel does not keep the area current.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  Pin(AllowedCpus()[0]);
  CONTROL("unregister.never-written-again", *mine.area(), testing::Not(IsCurrent()));
}

}  // namespace
}  // namespace rct

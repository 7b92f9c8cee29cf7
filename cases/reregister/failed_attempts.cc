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

  Section section(TrapSections()[2]);
  // Control: before these attempts, the same section is aborted.
  ASSERT_CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());

  ASSERT_CONTROL("reregister.different-area", Rseq(other.get(), other.length(), 0, kSignature),
                 FailsWith(EINVAL));
  ASSERT_THAT(mine, IsInForce());
  ASSERT_CONTROL("reregister.different-length", Rseq(mine.area(), mine.length() + 1, 0, kSignature),
                 FailsWith(EINVAL));
  ASSERT_THAT(mine, IsInForce());
  ASSERT_CONTROL("reregister.different-signature", Rseq(mine.area(), mine.length(), 0, ~kSignature),
                 FailsWith(EPERM));
  ASSERT_THAT(mine, IsInForce());
  ASSERT_CONTROL("reregister.same-arguments", Rseq(mine.area(), mine.length(), 0, kSignature),
                 FailsWith(EBUSY));

  Pin(AllowedCpus()[1]);
  ASSERT_THAT(*mine.area(), IsCurrent());
  ASSERT_EQ(other->cpu_id, 0u) << "the refused area was written to";
  ASSERT_THAT(Trap(section, mine.area()), Aborts()) << "the registered signature is still what is compared";

  // Control: after unregistering, the same section runs to its end.
  ASSERT_CONTROL("unregister.matching-call", Rseq(mine.area(), mine.length(), kUnregister, kSignature),
                 Succeeds());
  CONTROL("unregister.sections-run-on", Trap(section, mine.area()), Completes());
}

}  // namespace
}  // namespace rct

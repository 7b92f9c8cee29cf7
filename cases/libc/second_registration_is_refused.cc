// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, ASecondRegistrationIsRefusedAndChangesNothing) {
  VERIFIES("libc.second-registration");
  Needs("libc-registration");
  const KeepAffinity keep;
  Area* const area = Libc().area;
  const std::uint32_t length = LibcLength();
  AreaMemory memory;

  EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), FailsWith(EINVAL));
  EXPECT_THAT(Rseq(area, length + 64, 0, kSignature), FailsWith(EINVAL));
  EXPECT_THAT(Rseq(area, length, 0, ~kSignature), FailsWith(EPERM));
  EXPECT_THAT(Rseq(area, length, 0, kSignature), FailsWith(EBUSY));
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    EXPECT_THAT(*area, IsCurrent());
    EXPECT_EQ(memory->cpu_id, 0u);
  }

  // Control: after libc's registration has ended, the program's own is accepted.
  ASSERT_CONTROL("unregister.matching-call", Rseq(area, length, kUnregister, kSignature), Succeeds());
  CONTROL("reregister.after-unregister", Registration(memory), IsInForce());
  CONTROL("reregister.after-unregister", Rseq(area, length, 0, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

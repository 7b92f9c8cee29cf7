// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, ForkedChildAndItsThreadsAreRegistered) {
  VERIFIES("libc.fork");
  Needs("libc-registration");
  const KeepAffinity keep;
  Area* const area = Libc().area;
  const std::uint32_t length = LibcLength();
  Pin(AllowedCpus().front());
  // Control: the parent is registered.
  CONTROL("libc.registers", Rseq(area, length, 0, kSignature), FailsWith(EBUSY));
  EXPECT_THAT(InChild([&] {
                EXPECT_EQ(Libc().area, area);
                EXPECT_THAT(Rseq(area, length, 0, kSignature), FailsWith(EBUSY));
                Pin(AllowedCpus().back());
                EXPECT_THAT(*area, IsCurrent());
                InThread([&] { EXPECT_THAT(Rseq(Libc().area, length, 0, kSignature), FailsWith(EBUSY)); });
                // Control: after the child has unregistered, the same call succeeds.
                CONTROL("unregister.matching-call", Rseq(area, length, kUnregister, kSignature), Succeeds());
                CONTROL("reregister.after-unregister", Rseq(area, length, 0, kSignature), Succeeds());
              }),
              Survives());
  EXPECT_THAT(*area, IsCurrent()) << "in the parent, which stayed where it was";
  EXPECT_THAT(Rseq(area, length, 0, kSignature), FailsWith(EBUSY));
}

}  // namespace
}  // namespace rct

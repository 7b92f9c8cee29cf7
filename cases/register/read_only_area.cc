// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, ReadOnlyAreaIsRefused) {
  VERIFIES("register.read-only-area");
  AreaMemory memory(mode);
  const auto registers = [&](const testing::Matcher<const SyscallResult&>& outcome) {
    return InChild([&] { EXPECT_THAT(Rseq(memory.get(), memory.length(), 0, kSignature), outcome); });
  };
  memory.page().Protect(PROT_READ);
  EXPECT_THAT(registers(FailsWith(EFAULT)), Survives());

  // Control: the same call succeeds once the area is writable.
  memory.page().Protect(PROT_READ | PROT_WRITE);
  CONTROL("register.valid-area", registers(Succeeds()), Survives());
}

}  // namespace
}  // namespace rct

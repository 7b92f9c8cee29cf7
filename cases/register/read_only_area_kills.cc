// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, ReadOnlyAreaKillsOnTheWayOut) {
  VERIFIES("register.read-only-area-kills");
  AreaMemory memory(mode);
  const auto registers = [&] { return InChild([&] { Rseq(memory.get(), memory.length(), 0, kSignature); }); };
  memory.page().Protect(PROT_READ);
  EXPECT_THAT(registers(), DiesOf(SIGSEGV));

  // Control: the same call succeeds once the area is writable.
  memory.page().Protect(PROT_READ | PROT_WRITE);
  CONTROL("register.valid-area", registers(), Survives());
}

}  // namespace
}  // namespace rct

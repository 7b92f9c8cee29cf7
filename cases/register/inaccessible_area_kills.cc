// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Register, InaccessibleAreaKillsOnTheWayOut) {
  VERIFIES("register.inaccessible-area-kills");
  const auto registers = [mode](Mapping& page) {
    return InChild([&] { Rseq(page.begin(), LengthOf(mode), 0, kSignature); });
  };
  Mapping forbidden, unmapped;
  forbidden.Protect(PROT_NONE);
  unmapped.Unmap();

  EXPECT_THAT(registers(unmapped), DiesOf(SIGSEGV)) << "no mapping";
  EXPECT_THAT(registers(forbidden), DiesOf(SIGSEGV)) << "no access";

  // Control: with accessible memory, the thread survives.
  forbidden.Protect(PROT_READ | PROT_WRITE);
  CONTROL("register.valid-area", registers(forbidden), Survives());
}

}  // namespace
}  // namespace rct

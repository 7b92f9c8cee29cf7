// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, AreaThatCannotBeWrittenKillsWhenTheIdsChange) {
  VERIFIES("identity.writable");
  NeedsCpus(2);
  const auto ending = [&](int protection) {
    return InChild([&] {
      Pin(AllowedCpus().at(0));
      Registration mine(mode);
      mine.memory().page().Protect(protection);
      Pin(AllowedCpus().at(1));
      EXPECT_THAT(*mine.area(), IsCurrent());
      _exit(0);  // skips unregistering, which writes to the area too
    });
  };

  EXPECT_THAT(ending(PROT_READ), DiesOf(SIGSEGV));

  // Control: with a writable area, the thread survives.
  CONTROL("identity.cpu-id-current", ending(PROT_READ | PROT_WRITE), Survives());
}

}  // namespace
}  // namespace rct

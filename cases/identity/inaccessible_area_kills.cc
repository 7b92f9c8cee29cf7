// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, AreaThatCannotBeReadKillsAtTheNextEvent) {
  VERIFIES("identity.readable");
  const auto ending = [&](int protection) {
    return InChild([&] {
      AreaMemory elsewhere;  // the section is armed there, so that the trap is an event outside any section
      Section section(TrapSections()[2]);
      Registration mine(mode);
      mine.memory().page().Protect(protection);
      EXPECT_THAT(Trap(section, elsewhere.get()), Completes());
      _exit(0);  // skips unregistering, which accesses the area too
    });
  };

  EXPECT_THAT(ending(PROT_NONE), DiesOf(SIGSEGV));

  // Control: with the area readable and writable, the same event does not kill.
  CONTROL("descriptor.zero-pointer", ending(PROT_READ | PROT_WRITE), Survives());
}

}  // namespace
}  // namespace rct

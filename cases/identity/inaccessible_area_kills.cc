// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, AreaThatCannotBeReadKillsAtTheNextEvent) {
  VERIFIES("identity.readable");
  const auto ending = [&](int protection) {
    return InChild([&] {
      AreaMemory elsewhere;  // the section arms there, so that the trap is an event and nothing else
      Section section(TrapSections()[2]);
      Registration mine(mode);
      mine.memory().page().Protect(protection);
      EXPECT_THAT(Trap(section, elsewhere.get()), Completes());
      _exit(0);  // before the area is unregistered, which touches it, too
    });
  };

  EXPECT_THAT(ending(PROT_NONE), DiesOf(SIGSEGV));

  // Control: the same event, the area being readable and writable.
  CONTROL("descriptor.zero-pointer", ending(PROT_READ | PROT_WRITE), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnAreaBehindAProtectionKeyKillsAtTheNextEvent) {
  VERIFIES("memory.protection-key-kills");
  Needs("protection-keys");
  const auto ending = [&](unsigned denied) {
    return InChild([&] {
      AreaMemory elsewhere;  // the section arms there, so that the trap is an event and nothing else
      Section section(TrapSections()[2]);
      Registration mine(mode);
      const int key = pkey_alloc(0, 0);
      Require(key != -1, "pkey_alloc");
      Require(pkey_mprotect(mine.memory().page().begin(), PageSize(), PROT_READ | PROT_WRITE, key) == 0,
              "pkey_mprotect");
      Require(pkey_set(key, denied) == 0, "pkey_set");
      EXPECT_THAT(Trap(section, elsewhere.get()), Completes());
      pkey_set(key, 0);
    });
  };
  EXPECT_THAT(ending(PKEY_DISABLE_ACCESS), DiesOf(SIGSEGV));
  // Control: behind a key that allows everything.
  EXPECT_THAT(ending(0), Survives());
}

}  // namespace
}  // namespace rct

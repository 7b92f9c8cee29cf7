// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnAreaBehindAProtectionKeyKillsWhenTheIdsChange) {
  VERIFIES("memory.protection-key-kills");
  Needs("protection-keys");
  NeedsCpus(2);
  const auto ending = [&](unsigned denied) {
    return InChild([&] {
      Pin(AllowedCpus().at(0));
      Registration mine(mode);
      const int key = pkey_alloc(0, 0);
      RequireCall(key != -1, "pkey_alloc");
      RequireCall(pkey_mprotect(mine.memory().page().begin(), PageSize(), PROT_READ | PROT_WRITE, key) == 0,
                  "pkey_mprotect");
      RequireCall(pkey_set(key, denied) == 0, "pkey_set");
      Pin(AllowedCpus().at(1));  // a move, because a signal handler would run with other key rights
      RequireCall(pkey_set(key, 0) == 0, "pkey_set");  // the thread's own read must not be what kills
      EXPECT_THAT(*mine.area(), IsCurrent());
    });
  };
  EXPECT_THAT(ending(PKEY_DISABLE_ACCESS), DiesOf(SIGSEGV));
  // Control: with a key that allows access, the thread survives.
  CONTROL("identity.cpu-id-current", ending(0), Survives());
}

}  // namespace
}  // namespace rct

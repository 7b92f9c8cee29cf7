// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, DiscardedExtendedAreaKillsWhenTheIdsChange) {
  VERIFIES("identity.discarded-extended-area");
  Needs("extended-area");
  NeedsCpus(2);
  const auto ending = [](bool discard) {
    return InChild([&] {
      Pin(AllowedCpus().at(1));  // not CPU 0, whose ids look like those of an empty page
      AreaMemory memory(Mode::kExtended);
      memory->cpu_id = kCpuIdUninitialized;  // so that the kernel has to write the ids
      Registration mine(memory);
      if (discard) mine.memory().page().Discard();
      Pin(AllowedCpus().at(0));
      EXPECT_THAT(*mine.area(), IsCurrent());
    });
  };
  EXPECT_THAT(ending(true), DiesOf(SIGSEGV));
  // Control: if its page is kept, the area follows the thread.
  CONTROL("identity.cpu-id-current", ending(false), Survives());
}

}  // namespace
}  // namespace rct

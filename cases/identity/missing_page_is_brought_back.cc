// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, AreaWhosePageIsNotMappedIsFaultedInWhenTheIdsAreWritten) {
  VERIFIES("identity.missing-area");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[1]);
  AreaMemory memory(mode, Sharing::kShared);  // so that its content stays when the mapping forgets its page
  Registration mine(memory);
  const PageMap map;
  bool missing = false, brought_back = false;
  const auto forget = [&] {
    memory.page().Discard();
    missing = !map.Has(mine.area());
  };
  // Until it is missing: up to 6.18 the upkeep of mm_cid writes the ids, too, every now and then.
  for (int round = 0; round < 100 && !missing; ++round) {
    Undisturbed(
        [&] {
          forget();
          Pin(AllowedCpus()[0]);  // the one switch
          brought_back = map.Has(mine.area());
        },
        1, [] { Pin(AllowedCpus()[1]); });
  }
  EXPECT_TRUE(missing);
  EXPECT_TRUE(brought_back);
  EXPECT_THAT(*mine.area(), IsCurrent());

  // Control: without an event nobody needs it.
  EXPECT_NE(DespiteUpkeep([&] {
              Undisturbed([&] {
                forget();
                brought_back = map.Has(mine.area());
              });
              return missing && !brought_back;
            }),
            0u);
}

}  // namespace
}  // namespace rct

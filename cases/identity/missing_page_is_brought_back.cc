// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, AreaWhosePageIsNotMappedIsFaultedInWhenTheIdsAreWritten) {
  VERIFIES("identity.missing-area");
  NeedsCpus(2);
  // This runs in a child, because a kernel that does not fault the page in kills.
  const auto drop_the_page = [&] {
    Pin(AllowedCpus()[1]);
    AreaMemory memory(mode, Sharing::kShared);  // shared, so that a discarded page keeps its content
    Registration mine(memory);
    const PageMap map;
    bool missing = false, brought_back = false;
    const auto forget = [&] {
      memory.page().Discard();
      missing = !map.Has(mine.area());
    };
    // Up to 6.18 the upkeep of mm_cid sometimes writes the ids too, which brings the page back. So this
    // repeats until the page is missing.
    for (int round = 0; round < 100 && !missing; ++round) {
      Undisturbed(
          [&] {
            forget();
            Pin(AllowedCpus()[0]);  // the only switch of this attempt
            brought_back = map.Has(mine.area());
          },
          1, [] { Pin(AllowedCpus()[1]); });
    }
    Require(missing, "dropping the page of an area");
    EXPECT_TRUE(brought_back);
    EXPECT_THAT(*mine.area(), IsCurrent());

    // Control: without an event, the kernel does not access the page.
    CONTROL("syscall.stale-rseq-cs-kept", DespiteUpkeep([&] {
              Undisturbed([&] {
                forget();
                brought_back = map.Has(mine.area());
              });
              return missing && !brought_back;
            }),
            testing::Ne(0u));
  };
  EXPECT_THAT(InChild(drop_the_page), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, WhoAsksAgainWhileGrantedIsKilledAtTheNextCallInDebugMode) {
  VERIFIES("slice.request-beside-grant-kills-in-debug-mode");
  SliceThread mine;
  const auto ending = [&](std::uint8_t request) {
    return InChild([&] {
      Rival rival;
      // The attempt is repeated if the extension was over before the call. The return value of the call shows
      // this.
      for (long told = 0; told == 0;) {
        const auto call = [&] {
          SetRequest(mine.area(), request);
          told = SliceYield();
        };
        ASSERT_CONTROL("slice.granted", Ask(rival, mine.area(), call).granted, testing::Eq(true));
      }
    });
  };
  EXPECT_THAT(ending(1), DiesOf(SIGSEGV));
  // Control: without a second request, the same call does not kill.
  CONTROL("slice.yield", ending(0), Survives());
}

}  // namespace
}  // namespace rct

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
      // As often as the extension was over before the call, which says so.
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
  // Control: the same call without another request.
  CONTROL("slice.yield", ending(0), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Fork, ChildsWipedAreaIsFilledAnew) {
  VERIFIES("fork.wiped-area-refilled");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[1]);
  Registration mine(Mode::kBytes32);
  // Control: the ids in the parent's area are current, so they are not those of a wiped area.
  ASSERT_CONTROL("register.ids-are-current", *mine.area(), IsCurrent());
  mine->flags = 0x100;  // a mark that the kernel does not restore in a wiped area
  RequireCall(madvise(mine.memory().page().begin(), PageSize(), MADV_WIPEONFORK) == 0,
              "madvise(MADV_WIPEONFORK)");

  EXPECT_THAT(InChild([&] {
                EXPECT_THAT(*mine.area(), IsCurrent());
                Require(mine->flags == 0, "an area that was wiped in the child");
                EXPECT_THAT(mine, IsInForce());
                Pin(AllowedCpus()[0]);
                EXPECT_THAT(*mine.area(), IsCurrent()) << "after it moved";
              }),
              Survives());

  Require(mine->flags == 0x100, "an area that was not wiped in the parent");
  mine->flags = 0;
}

}  // namespace
}  // namespace rct

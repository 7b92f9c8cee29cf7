// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Fork, ChildsWipedExtendedAreaKillsIt) {
  VERIFIES("fork.wiped-area-kills-extended");
  Needs("extended-area");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[1]);  // not CPU 0, whose ids are those of a wiped area

  const auto child = [](int advice) {
    Registration mine(Mode::kExtended);
    RequireCall(madvise(mine.memory().page().begin(), PageSize(), advice) == 0, "madvise");
    return InChild([] { Pin(AllowedCpus()[0]); });
  };
  EXPECT_THAT(child(MADV_WIPEONFORK), DiesOf(SIGSEGV));
  // Control: with the area's content the child survives.
  CONTROL("fork.parent-ids-untouched", child(MADV_KEEPONFORK), Survives());
}

}  // namespace
}  // namespace rct

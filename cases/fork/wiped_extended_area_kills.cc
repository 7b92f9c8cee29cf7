// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Fork, ChildsWipedExtendedAreaKillsIt) {
  VERIFIES("fork.wiped-area-kills-extended");
  Needs("extended-area");
  NeedsCpus(2);
  const KeepAffinity keep;
  Pin(AllowedCpus()[1]);  // not CPU 0, whose ids look like those of a wiped area

  const auto child = [](int advice) {
    Registration mine(Mode::kExtended);
    RequireCall(madvise(mine.memory().page().begin(), PageSize(), advice) == 0, "madvise");
    return InChild([] { Pin(AllowedCpus()[0]); });
  };
  EXPECT_THAT(child(MADV_WIPEONFORK), DiesOf(SIGSEGV));
  // Control: a child that keeps the content of the area survives.
  CONTROL("fork.parent-ids-untouched", child(MADV_KEEPONFORK), Survives());
}

}  // namespace
}  // namespace rct

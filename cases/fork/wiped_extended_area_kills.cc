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

  for (const int advice : {MADV_WIPEONFORK, MADV_KEEPONFORK}) {
    SCOPED_TRACE(advice == MADV_WIPEONFORK ? "MADV_WIPEONFORK" : "MADV_KEEPONFORK");
    Registration mine(Mode::kExtended);
    Require(madvise(mine.memory().page().begin(), PageSize(), advice) == 0, "madvise");
    const bool wiped = advice == MADV_WIPEONFORK;  // Control: with the area's content the child survives.
    EXPECT_THAT(InChild([] { Pin(AllowedCpus()[0]); }), wiped ? DiesOf(SIGSEGV) : Survives());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

void ExpectAborts() {
  Area* const area = Libc().area;
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);
    EXPECT_THAT(Trap(section, area), Aborts());
    // Control: with a range that ends before the instruction that traps.
    section.SetRange(code.start, code.body);
    EXPECT_THAT(Trap(section, area), Completes());
  }
}

TEST(Libc, SectionThatUsesLibcsAreaIsAborted) {
  VERIFIES("libc.sections");
  Needs("libc-registration");
  ExpectAborts();
  std::thread(ExpectAborts).join();
}

}  // namespace
}  // namespace rct

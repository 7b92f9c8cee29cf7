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
    // Control: if its range ends before the trap, the section is not aborted.
    section.SetRange(code.start, code.body);
    CONTROL("abort.outside-only-disarms", Trap(section, area), Completes());
  }
}

TEST(Libc, SectionThatUsesLibcsAreaIsAborted) {
  VERIFIES("libc.sections");
  Needs("libc-registration");
  ExpectAborts();
  InThread(ExpectAborts);
  // Control: a section in the program's own area, in the same mode, is aborted.
  Area* const area = Libc().area;
  const std::uint32_t length = LibcLength();
  ASSERT_CONTROL("unregister.matching-call", Rseq(area, length, kUnregister, kSignature), Succeeds());
  {
    const Registration mine(length == kOriginalSize ? Mode::kBytes32 : Mode::kExtended);
    Section section(TrapSections()[0]);
    CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  }
  CONTROL("reregister.after-unregister", Rseq(area, length, 0, kSignature), Succeeds());
}

}  // namespace
}  // namespace rct

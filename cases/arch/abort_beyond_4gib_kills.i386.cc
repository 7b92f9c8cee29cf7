// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Arch, AbortHandlerBeyondFourGibKills) {
  VERIFIES("descriptor.abort-upper-half");
  const SectionCode& code = TrapSections()[2];
  const auto with = [](std::uint64_t upper) {
    return [upper](Section& section) { section.descriptor().abort_ip |= upper << 32; };
  };
  for (const std::uint64_t upper : {1ull, 0xffffffffull}) {
    SCOPED_TRACE(upper);
    EXPECT_THAT(TrapInChild(mode, code, with(upper)), DiesOf(SIGSEGV));
  }
  // Control: the same section works if this upper half is zero.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  CONTROL("abort.on-trap", TrapInChild(mode, code, with(0), aborted), Survives());
}

}  // namespace
}  // namespace rct

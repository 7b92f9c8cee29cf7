// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, SignatureMayLieAtAnyAddress) {
  VERIFIES("descriptor.signature-unaligned");
  Registration mine(mode);
  const SectionCode& original = TrapSections()[2];
  // From the first bytes of a page, across its beginning, to the last ones of the page before.
  for (std::uintptr_t before = 8; before-- > 0;) {
    SCOPED_TRACE("abort handler " + std::to_string(before) + " bytes behind the beginning of a page");
    const CodeCopy copy(original, original.abort - before);
    Section section(copy.code());
    const TrapPassage passage = Trap(section, mine.area());
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.pc, copy.code().abort);
  }
}

}  // namespace
}  // namespace rct

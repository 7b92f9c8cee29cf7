// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, SignatureMayLieAtAnyAddress) {
  VERIFIES("descriptor.signature-unaligned");
  const SectionCode& original = TrapSections()[2];
  // The abort handler is this many bytes behind the start of a page.
  const auto ending = [&](std::uintptr_t behind) {
    const CodeCopy copy(original, original.abort - behind);
    return TrapInChild(
        mode, copy.code(), [](Section&) {},
        [&](const TrapPassage& passage) {
          EXPECT_THAT(passage, Aborts());
          EXPECT_EQ(passage.trap.pc, copy.code().abort);
        });
  };

  for (const std::uintptr_t behind : {7u, 6u, 5u, 3u, 2u, 1u}) {
    SCOPED_TRACE("abort handler " + std::to_string(behind) + " bytes behind the beginning of a page");
    EXPECT_THAT(ending(behind), Survives());
  }
  // Control: the signature is aligned at the start of a page, and at the end of the page before it.
  CONTROL("abort.generated-code", ending(4), Survives());
  CONTROL("abort.generated-code", ending(0), Survives());
}

}  // namespace
}  // namespace rct

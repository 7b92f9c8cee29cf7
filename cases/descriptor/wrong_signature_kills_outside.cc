// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, WrongSignatureKillsOutsideToo) {
  VERIFIES("descriptor.signature-checked-outside");
  const SectionCode& elsewhere = SpinSections()[0];
  const auto ending = [&](std::uint32_t registered) {
    return InChild([&] {
      Registration mine(mode, registered);
      Section section(TrapSections()[2]);
      section.SetRange(elsewhere.start, elsewhere.post_commit);
      EXPECT_THAT(Trap(section, mine.area()), Completes());
    });
  };

  EXPECT_THAT(ending(~kSignature), DiesOf(SIGSEGV));

  // Control: registered with the signature that precedes the abort handler.
  CONTROL("abort.outside-only-disarms", ending(kSignature), Survives());
}

}  // namespace
}  // namespace rct

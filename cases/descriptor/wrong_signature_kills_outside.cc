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
      const TrapPassage passage = Trap(section, mine.area());
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    });
  };

  EXPECT_THAT(ending(~kSignature), DiesOf(SIGSEGV));

  // Control: a thread that is registered with the signature before the abort handler survives.
  CONTROL("abort.outside-only-disarms", ending(kSignature), Survives());
}

}  // namespace
}  // namespace rct

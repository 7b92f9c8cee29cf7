// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, WrongSignatureIsNotLookedAtOutside) {
  VERIFIES("descriptor.signature-unchecked-outside");
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];
  const auto ending = [&](std::uint32_t registered, const SectionCode& range) {
    return InChild([&] {
      Registration mine(mode, registered);
      Section section(code);
      section.SetRange(range.start, range.post_commit);
      const TrapPassage passage = Trap(section, mine.area());
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    });
  };

  EXPECT_THAT(ending(~kSignature, elsewhere), Survives());
  // Control: inside the section, the same signature kills.
  CONTROL("descriptor.signature-checked", ending(~kSignature, code), DiesOf(SIGSEGV));
  // Control: a thread that is registered with the signature before the abort handler survives.
  CONTROL("abort.outside-only-disarms", ending(kSignature, elsewhere), Survives());
}

}  // namespace
}  // namespace rct

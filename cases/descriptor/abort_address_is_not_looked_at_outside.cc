// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortAddressIsNotLookedAtOutside) {
  VERIFIES("descriptor.abort-unchecked-outside");
  const SectionCode& code = TrapSections()[2];
  const auto ending = [&](const SectionCode& range, std::uintptr_t abort) {
    const auto spoil = [&](Section& section) {
      section.SetRange(range.start, range.post_commit);
      section.descriptor().abort_ip = abort;
      SignUserLimit(kSignature);  // so that only the address is wrong, not the signature
    };
    const auto check = [](const TrapPassage& passage) {
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    };
    return TrapInChild(mode, code, spoil, check);
  };

  const SectionCode& elsewhere = SpinSections()[0];
  for (const std::uintptr_t abort : {UserLimit(), ~std::uintptr_t{0}}) {
    SCOPED_TRACE(testing::Message() << "abort_ip 0x" << std::hex << abort);
    EXPECT_THAT(ending(elsewhere, abort), Survives());
    // Control: inside the section the same address kills.
    CONTROL("descriptor.abort-in-user-space", ending(code, abort), DiesOf(SIGSEGV));
  }
  // Control: with the section's own abort handler, rseq_cs is cleared in the same way.
  CONTROL("abort.outside-only-disarms", ending(elsewhere, code.abort), Survives());
}

}  // namespace
}  // namespace rct

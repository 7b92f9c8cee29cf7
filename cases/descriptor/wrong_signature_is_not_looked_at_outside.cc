// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, WrongSignatureIsNotLookedAtOutside) {
  VERIFIES("descriptor.signature-unchecked-outside");
  const SectionCode& elsewhere = SpinSections()[0];

  for (const std::uint32_t registered : {kSignature, ~kSignature}) {  // the first is the control
    SCOPED_TRACE(testing::Message() << "registered 0x" << std::hex << registered);
    const auto trap_outside = [&] {
      Registration mine(mode, registered);
      Section section(TrapSections()[2]);
      section.SetRange(elsewhere.start, elsewhere.post_commit);
      const TrapPassage passage = Trap(section, mine.area());
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    };
    EXPECT_THAT(InChild(trap_outside), Survives());
  }
}

}  // namespace
}  // namespace rct

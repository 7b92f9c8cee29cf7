// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortAddressIsNotLookedAtOutside) {
  VERIFIES("descriptor.abort-unchecked-outside");
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];

  for (const std::uintptr_t abort :
       {code.abort, UserLimit(), ~std::uintptr_t{0}}) {  // the first is the control
    SCOPED_TRACE(testing::Message() << "abort_ip 0x" << std::hex << abort);
    const auto spoil = [&](Section& section) {
      section.SetRange(elsewhere.start, elsewhere.post_commit);
      section.descriptor().abort_ip = abort;
    };
    const auto check = [](const TrapPassage& passage) {
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    };
    EXPECT_THAT(TrapInChild(mode, code, spoil, check), Survives());
  }
}

}  // namespace
}  // namespace rct

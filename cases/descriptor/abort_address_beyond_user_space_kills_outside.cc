// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, AbortAddressBeyondUserSpaceKillsOutsideToo) {
  VERIFIES("descriptor.abort-checked-outside");
  const auto completed = [](const TrapPassage& passage) {
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
  };
  const SectionCode& code = TrapSections()[2];
  const SectionCode& elsewhere = SpinSections()[0];
  std::uint64_t abort = 0;
  const auto spoil = [&](Section& section) {
    SignUserLimit(kSignature);  // so that only the address is wrong, not the signature
    section.SetRange(elsewhere.start, elsewhere.post_commit);
    section.descriptor().abort_ip = abort;
  };

  for (const std::uintptr_t address : {UserLimit(), ~std::uintptr_t{0}}) {
    SCOPED_TRACE(testing::Message() << "abort_ip 0x" << std::hex << address);
    abort = address;
    EXPECT_THAT(TrapInChild(mode, code, spoil), DiesOf(SIGSEGV));
  }

  // Control: with the section's own abort handler, the thread survives.
  abort = code.abort;
  CONTROL("abort.outside-only-disarms", TrapInChild(mode, code, spoil, completed), Survives());
}

}  // namespace
}  // namespace rct

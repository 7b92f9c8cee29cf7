// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, PointerBeyondUserSpaceKills) {
  VERIFIES("descriptor.pointer-in-user-space");
  const SectionCode& code = TrapSections()[2];

  constexpr std::uintptr_t kLast = ~std::uintptr_t{0};
  for (const std::uintptr_t address : {UserLimit(), PastUserLimit(), kLast - 31, kLast}) {
    SCOPED_TRACE(testing::Message() << "rseq_cs is 0x" << std::hex << address);
    EXPECT_THAT(TrapInChild(mode, code, [&](Section& section) { section.ArmWith(address); }),
                DiesOf(SIGSEGV));
  }

  // Control: with its descriptor in user space, the same section is aborted.
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  CONTROL("abort.on-trap", TrapInChild(mode, code, [](Section&) {}, aborted), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// The section is armed in another area, so that a thread with this rseq_cs meets an event outside any
// section.
Ending TrapBeside(Mode mode, std::uintptr_t address) {
  return InChild([&] {
    AreaMemory elsewhere;
    Section section(TrapSections()[2]);
    Registration mine(mode);
    mine->rseq_cs = address;
    EXPECT_THAT(Trap(section, elsewhere.get()), Completes());
    EXPECT_EQ(mine->rseq_cs, 0u) << "of no use to this thread where it is, so it is cleared";
  });
}

TEST_MODES(Descriptor, BadPointerKillsWithoutAnySection) {
  VERIFIES("descriptor.bad-pointer-anywhere");

  EXPECT_THAT(TrapBeside(mode, UserLimit()), DiesOf(SIGSEGV));
  EXPECT_THAT(TrapBeside(mode, ~std::uintptr_t{0}), DiesOf(SIGSEGV));

  // Control: with a pointer to the descriptor of a section that the thread is not in, the thread survives.
  Section other(SpinSections()[0]);
  CONTROL("abort.outside-only-disarms",
          TrapBeside(mode, reinterpret_cast<std::uintptr_t>(&other.descriptor())), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Arch, UpperHalfOfThePointerCountsFor32BitProgramsToo) {
  VERIFIES("descriptor.pointer-upper-half");
  const auto ending = [&](std::uint64_t upper, bool armed) {
    return InChild([&] {
      Registration mine(mode);
      Section section(TrapSections()[2]);
      if (!armed) section.ArmWith(0);
      mine->rseq_cs = upper << 32;  // the section's code stores only the lower half
      EXPECT_THAT(Trap(section, mine.area()), armed ? Aborts() : Completes());
    });
  };
  for (const std::uint64_t upper : {1ull, 0x80000000ull, 0xffffffffull}) {
    SCOPED_TRACE(upper);
    EXPECT_THAT(ending(upper, true), DiesOf(SIGSEGV));
    EXPECT_THAT(ending(upper, false), DiesOf(SIGSEGV)) << "with a lower half of zero";
  }
  // Control: the same section works if this upper half is zero.
  CONTROL("abort.on-trap", ending(0, true), Survives());
  CONTROL("descriptor.zero-pointer", ending(0, false), Survives());
}

}  // namespace
}  // namespace rct

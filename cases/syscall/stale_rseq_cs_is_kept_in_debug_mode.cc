// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ACallLeavesTheRseqCsOfAnotherSectionAsItIsInDebugModeToo) {
  VERIFIES("syscall.stale-rseq-cs-kept-in-debug-mode");
  Registration mine(mode);
  Section elsewhere(SpinSections()[0]);
  const auto descriptor = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
  const std::uint64_t left = DespiteUpkeep([&] {
    std::uint64_t found = 0;
    Undisturbed([&] {
      mine->rseq_cs = descriptor;
      syscall(SYS_getppid);
      found = mine->rseq_cs;
      mine->rseq_cs = 0;
    });
    return found;
  });
  EXPECT_EQ(left, descriptor);

  // Control: it is looked at, for a pointer beyond user space kills.
  EXPECT_THAT(InChild([&] {
                mine->rseq_cs = UserLimit();
                syscall(SYS_getppid);
              }),
              DiesOf(SIGSEGV));
}

}  // namespace
}  // namespace rct

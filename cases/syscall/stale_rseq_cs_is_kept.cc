// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ACallLeavesTheRseqCsOfAnotherSectionAsItIs) {
  VERIFIES("syscall.stale-rseq-cs-kept");
  Registration mine(mode);
  Section elsewhere(SpinSections()[0]);
  const auto descriptor = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
  const auto left_by = [&](const std::function<void()>& action) {
    return DespiteUpkeep([&] {
      std::uint64_t left = 0;
      Undisturbed([&] {
        mine->rseq_cs = descriptor;
        action();
        left = mine->rseq_cs;
        mine->rseq_cs = 0;
      });
      return left;
    });
  };
  EXPECT_EQ(left_by([] { syscall(SYS_getppid); }), descriptor);

  // Control: a trap clears it.
  AreaMemory other;
  Section trap(TrapSections()[2]);
  CONTROL("abort.outside-only-disarms", left_by([&] { Trap(trap, other.get()); }), testing::Eq(0u));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ABadRseqCsKillsAtAnyCallInDebugMode) {
  VERIFIES("syscall.bad-pointer-kills-in-debug-mode");
  Section elsewhere(SpinSections()[0]);
  const auto ending = [&](std::uintptr_t address) {
    return InChild([&] {
      Registration mine(mode);
      mine->rseq_cs = address;
      syscall(SYS_getppid);
    });
  };
  EXPECT_THAT(ending(UserLimit()), DiesOf(SIGSEGV));
  // Control: the descriptor of a section that the thread is not in does not kill.
  const auto address = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
  CONTROL("abort.outside-only-disarms", ending(address), Survives());
}

}  // namespace
}  // namespace rct

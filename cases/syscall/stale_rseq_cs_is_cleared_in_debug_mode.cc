// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ACallClearsTheRseqCsOfAnotherSectionInDebugMode) {
  VERIFIES("syscall.stale-rseq-cs-cleared-in-debug-mode");
  AreaMemory memory(mode);
  Section elsewhere(SpinSections()[0]);
  const auto left = [&] {
    memory->rseq_cs = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
    syscall(SYS_getppid);
    return std::exchange(memory->rseq_cs, 0);
  };
  {
    const Registration mine(memory);
    EXPECT_EQ(left(), 0u);
  }

  // Control: the kernel leaves an area alone that is not registered.
  CONTROL("unregister.sections-run-on", left(), testing::Ne(0u));
}

}  // namespace
}  // namespace rct

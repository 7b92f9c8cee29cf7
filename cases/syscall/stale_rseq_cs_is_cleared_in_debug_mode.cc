// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, ACallClearsTheRseqCsOfAnotherSectionInDebugMode) {
  VERIFIES("syscall.stale-rseq-cs-cleared-in-debug-mode");
  Registration mine(mode);
  Section elsewhere(SpinSections()[0]);
  AreaMemory nobodys;
  for (Area* const area : {mine.area(), nobodys.get()}) {
    area->rseq_cs = reinterpret_cast<std::uintptr_t>(&elsewhere.descriptor());
    syscall(SYS_getppid);
    // Control: an area that is nobody's stays as it is.
    EXPECT_EQ(area->rseq_cs != 0, area == nobodys.get());
    area->rseq_cs = 0;
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AreaWhosePageIsMovedToAnotherNodeStaysInUse) {
  VERIFIES("memory.moved-by-kernel");
  NeedsNodes(2);
  const KeepAffinity keep;
  Registration mine(mode);
  Section section(TrapSections()[2]);
  // Control: before its page is moved, the section is aborted.
  CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  void* page = mine.memory().page().begin();
  for (const int cpu : AllowedCpus()) {
    Pin(cpu);
    const int target = static_cast<int>(WhereAmI().node);
    int node = -1;
    constexpr int kMove = 2;  // MPOL_MF_MOVE
    RequireCall(syscall(SYS_move_pages, 0, 1ul, &page, &target, &node, kMove) == 0, "move_pages");
    Require(node == target, "moving a page to another node");
    EXPECT_THAT(*mine.area(), IsCurrent());
    Pin(AllowedCpus()[cpu == AllowedCpus()[0] ? 1 : 0]);
    EXPECT_THAT(*mine.area(), IsCurrent());
    EXPECT_THAT(Trap(section, mine.area()), Aborts());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnAreaThatWasMovedElsewhereKillsAtTheNextEvent) {
  VERIFIES("memory.moved-area-kills");
  const auto ending = [&](bool move) {
    return InChild([&] {
      AreaMemory elsewhere;  // the section is armed there, so that the trap is an event outside any section
      Section section(TrapSections()[2]);
      Mapping room;
      Registration mine(mode);
      if (move) {
        void* const page = mine.memory().page().begin();
        RequireCall(
            mremap(page, PageSize(), PageSize(), MREMAP_MAYMOVE | MREMAP_FIXED, room.begin()) == room.begin(),
            "mremap");
      }
      EXPECT_THAT(Trap(section, elsewhere.get()), Completes());
      _exit(0);  // skips unregistering, which accesses the area too
    });
  };
  EXPECT_THAT(ending(true), DiesOf(SIGSEGV)) << "the kernel keeps the address that it was told";
  // Control: if the area stays in place, the same event does not kill.
  CONTROL("descriptor.zero-pointer", ending(false), Survives());
}

}  // namespace
}  // namespace rct

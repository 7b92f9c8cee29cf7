// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Memory, AnAreaThatWasMovedElsewhereKillsAtTheNextEvent) {
  VERIFIES("memory.moved-area-kills");
  const auto ending = [&](bool move) {
    return InChild([&] {
      AreaMemory elsewhere;  // the section arms there, so that the trap is an event and nothing else
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
      _exit(0);  // before the area is unregistered, which touches it, too
    });
  };
  EXPECT_THAT(ending(true), DiesOf(SIGSEGV)) << "the kernel keeps the address that it was told";
  // Control: it stays where it is.
  CONTROL("descriptor.zero-pointer", ending(false), Survives());
}

}  // namespace
}  // namespace rct

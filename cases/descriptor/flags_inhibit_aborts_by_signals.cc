// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsInhibitAbortsBySignals) {
  VERIFIES("descriptor.flags-honoured");
  const SectionCode& code = TrapSections()[2];
  const auto with = [](std::uint32_t flags) {
    return [flags](Section& section) { section.descriptor().flags = flags; };
  };
  const auto aborts = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  // What does not abort does not disarm either, but a switch of context outside does, in the handler for one.
  const auto goes_on = [&](std::uint32_t flags) {
    return InChild([&] {
      Registration mine(mode);
      Section section(code);
      section.descriptor().flags = flags;
      const std::uint64_t left = DespiteUpkeep([&] {
        TrapPassage passage{};
        Undisturbed([&] { passage = Trap(section, mine.area()); });
        EXPECT_THAT(passage, Completes());
        return passage.rseq_cs_left;
      });
      EXPECT_NE(left, 0u);
    });
  };

  // Bit 0 is for preemption, 1 for signals, 2 for migration; the others mean nothing.
  for (const std::uint32_t flags : {7u, ~0u}) {
    SCOPED_TRACE(flags);
    EXPECT_THAT(goes_on(flags), Survives());
  }
  for (const std::uint32_t flags : {2u, 3u, 6u, 0xfffffffau}) {
    SCOPED_TRACE(flags);  // signals without both of the others
    EXPECT_THAT(TrapInChild(mode, code, with(flags)), DiesOf(SIGSEGV));
  }
  for (const std::uint32_t flags : {1u, 4u, 5u, 8u, 0x80000000u}) {
    SCOPED_TRACE(flags);  // without the bit for signals a signal aborts
    EXPECT_THAT(TrapInChild(mode, code, with(flags), aborts), Survives());
  }
  // Control: without flags.
  CONTROL("abort.on-trap", TrapInChild(mode, code, with(0), aborts), Survives());
}

}  // namespace
}  // namespace rct

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
  // An inhibited abort does not disarm either. A context switch outside the section does, for example in the
  // handler, so the attempt must have none.
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

  // Bit 0 inhibits aborts by preemption, bit 1 by signals, bit 2 by migration. The other bits have no
  // meaning.
  for (const std::uint32_t flags : {7u, ~0u}) {
    SCOPED_TRACE(flags);
    EXPECT_THAT(goes_on(flags), Survives());
  }
  for (const std::uint32_t flags : {2u, 3u, 6u, 0xfffffffau}) {
    SCOPED_TRACE(flags);  // the bit for signals is invalid without both of the others
    EXPECT_THAT(TrapInChild(mode, code, with(flags)), DiesOf(SIGSEGV));
  }
  for (const std::uint32_t flags : {1u, 4u, 5u, 8u, 0x80000000u}) {
    SCOPED_TRACE(flags);  // without the bit for signals, a signal aborts
    EXPECT_THAT(TrapInChild(mode, code, with(flags), aborts), Survives());
  }
  // Control: with all flags clear, the same section behaves as usual.
  CONTROL("abort.on-trap", TrapInChild(mode, code, with(0), aborts), Survives());
}

}  // namespace
}  // namespace rct

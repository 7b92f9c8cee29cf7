// SPDX-License-Identifier: MIT
// What a case expects of an event at every place of a section.
#include <cstdint>
#include <string>

#include "rct/event.h"
#include "rct/matchers.h"
#include "rct/schedule.h"
#include "rct/verdict.h"

namespace rct {

void ExpectNoEvent(Area* area, const Event& event) {
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    const std::uint64_t left = DespiteUpkeep([&] {
      const Passage passage = SpinThrough(section, area, event);
      EXPECT_THAT(passage, Completes());
      return passage.rseq_cs_left;
    });
    EXPECT_NE(left, 0u) << "what is no event must not disarm either";

    const Event signal = HandledSignal();
    CONTROL(signal.requirement, SpinThrough(section, area, signal), Aborts());
  }
}

void ExpectOnlyDisarmsOutside(Area* area, const Event& event) {
  // The same code spins outside the range and, as the control, inside.
  const auto expect = [&](const SectionCode& code, std::uintptr_t start, std::uintptr_t end,
                          const char* where) {
    Section section(code);
    section.SetRange(start, end);
    const Passage passage = SpinThrough(section, area, event);
    EXPECT_THAT(passage, Completes()) << where;
    EXPECT_EQ(passage.rseq_cs_left, 0u) << where;

    section.SetRange(code.start, code.post_commit);
    CONTROL(event.requirement, SpinThrough(section, area, event), Aborts()) << where;
  };
  const SectionCode& last = SpinSections()[RCT_SLOTS - 1];
  expect(last, last.start, last.body, "right after the commit");
  const SectionCode& first = SpinSections()[0];
  expect(first, first.body_end, first.post_commit, "right before the first instruction");
}

}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, WhatItHoldsAtTheEventCounts) {
  VERIFIES("descriptor.read-at-event");
  Registration mine(mode);
  const SectionCode& code = SpinSections()[2];
  const SectionCode& elsewhere = TrapSections()[0];
  Section section(code);
  // While the thread spins in the section, the helper thread writes this range to its descriptor, and then
  // sends a signal.
  const auto signalled = [&](std::uintptr_t start, std::uintptr_t end) {
    Event event = HandledSignal();
    event.prepare = [&, prepare = event.prepare] {
      if (prepare) prepare();
      section.SetRange(code.start, code.post_commit);
    };
    event.provoke = [&, signal = event.provoke] {
      section.SetRange(start, end);
      return signal();
    };
    return SpinThrough(section, mine.area(), event);
  };

  const Passage passage = signalled(elsewhere.start, elsewhere.post_commit);
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
  // Control: if the same range is written again, the section is aborted.
  CONTROL("abort.on-signal", signalled(code.start, code.post_commit), Aborts());
}

}  // namespace
}  // namespace rct

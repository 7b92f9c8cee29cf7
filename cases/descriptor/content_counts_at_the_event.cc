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
  for (const bool change : {true, false}) {
    SCOPED_TRACE(change ? "changed while the thread spins in it" : "control: left as it is");
    Event event = HandledSignal();
    const std::function<bool()> signal = event.provoke;
    event.prepare = [&, prepare = event.prepare] {
      if (prepare) prepare();
      section.SetRange(code.start, code.post_commit);
    };
    event.provoke = [&] {
      if (change) section.SetRange(elsewhere.start, elsewhere.post_commit);
      return signal();
    };
    const Passage passage = SpinThrough(section, mine.area(), event);
    EXPECT_THAT(passage, change ? Completes() : Aborts());
    EXPECT_EQ(passage.rseq_cs_left, 0u);
  }
}

}  // namespace
}  // namespace rct

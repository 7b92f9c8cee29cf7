// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, ZeroPointerMeansThatThereIsNoSection) {
  VERIFIES("descriptor.zero-pointer");
  NeedsCpus(2);
  Registration mine(mode);
  AreaMemory elsewhere;  // armed there, a section leaves the registered area's rseq_cs at zero
  Section trap(TrapSections()[2]);
  Section spin(SpinSections()[2]);

  EXPECT_THAT(Trap(trap, elsewhere.get()), Completes());
  for (const Event& event : {Preemption(), Migration(), HandledSignal()}) {
    SCOPED_TRACE(event.name);
    EXPECT_THAT(SpinThrough(spin, elsewhere.get(), event), Completes());
    EXPECT_EQ(mine->rseq_cs, 0u);
    // Control: armed in the registered area, the same code is aborted.
    EXPECT_THAT(SpinThrough(spin, mine.area(), event), Aborts());
  }
  EXPECT_THAT(Trap(trap, mine.area()), Aborts());  // control
}

}  // namespace
}  // namespace rct

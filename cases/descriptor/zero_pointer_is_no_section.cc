// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, ZeroPointerMeansThatThereIsNoSection) {
  VERIFIES("descriptor.zero-pointer");
  NeedsCpus(2);
  using Pass = std::function<Passage(Area*)>;
  const Pass trap = [](Area* area) {
    Section section(TrapSections()[2]);
    return Trap(section, area);
  };
  const auto spin = [](Event (*event)()) -> Pass {
    return [event](Area* area) {
      Section section(SpinSections()[2]);
      return SpinThrough(section, area, event());
    };
  };
  // Each attempt runs in a child, because a kernel that takes zero for an address kills.
  const auto armed = [&](const Pass& pass) {
    return InChild([&] {
      const Registration mine(mode);
      EXPECT_THAT(pass(mine.area()), Aborts());
    });
  };
  const auto armed_elsewhere = [&](const Pass& pass) {
    return InChild([&] {
      const Registration mine(mode);
      pass(mine.area());  // a kernel that wrongly remembers the last armed section remembers this one
      const AreaMemory elsewhere;
      EXPECT_THAT(pass(elsewhere.get()), Completes());
      EXPECT_EQ(mine->rseq_cs, 0u);
    });
  };

  EXPECT_THAT(armed_elsewhere(trap), Survives());
  EXPECT_THAT(armed_elsewhere(spin(Preemption)), Survives());
  EXPECT_THAT(armed_elsewhere(spin(Migration)), Survives());
  EXPECT_THAT(armed_elsewhere(spin(HandledSignal)), Survives());
  // Control: if it is armed in the registered area, the same code is aborted.
  CONTROL("abort.on-trap", armed(trap), Survives());
  CONTROL("abort.on-preemption", armed(spin(Preemption)), Survives());
  CONTROL("abort.on-migration", armed(spin(Migration)), Survives());
  CONTROL("abort.on-signal", armed(spin(HandledSignal)), Survives());
}

}  // namespace
}  // namespace rct

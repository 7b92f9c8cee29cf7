// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

struct Stage {
  std::atomic<bool> there{false}, gone{false}, looked{false};
};

TEST_MODES(Identity, ThreadWhoseCpuIsTakenAwayIsToldItsNewOne) {
  VERIFIES("identity.cpu-online");
  Needs("cpu-hotplug");
  NeedsCpus(2);
  const int cpu = AllowedCpus().back();
  const Shared<Stage> stage;
  Child child([&] {
    Pin(cpu);
    Registration mine(mode);
    // Control: the thread begins on that CPU.
    CONTROL("register.ids-are-current", *mine.area(), IsCurrent());
    stage->there = true;
    Require(EventuallySpinning([&] { return stage->gone.load(); }), "waiting for the CPU to go");
    EXPECT_THAT(OnlineCpus(), testing::Contains(static_cast<int>(mine->cpu_id)));
    // The thread is not bound to a CPU any more, so it must read both values without a switch in between.
    std::uint32_t told = 0, here = 0;
    Undisturbed([&] {
      told = mine->cpu_id;
      here = WhereAmI().cpu;
    });
    EXPECT_EQ(told, here);
    stage->looked = true;
    WaitFor("the CPU's return", [&] { return !stage->gone; });
    Pin(cpu);
    // Control: back on that CPU, the ids are current.
    CONTROL("identity.cpu-id-current", *mine.area(), IsCurrent());
  });
  WaitFor("the child", [&] { return stage->there.load(); });
  {
    const CpuOffline offline(cpu);
    Require(testing::Value(OnlineCpus(), testing::Not(testing::Contains(cpu))), "taking a CPU offline");
    stage->gone = true;
    WaitFor("the child's look", [&] { return stage->looked.load(); });
  }
  stage->gone = false;
  EXPECT_THAT(child.Wait(), Survives());
}

}  // namespace
}  // namespace rct

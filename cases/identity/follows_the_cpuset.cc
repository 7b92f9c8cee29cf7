// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Identity, IdsFollowTheCpuset) {
  VERIFIES("identity.cpuset-move");
  NeedsCpus(2);
  CpusetGroup group;
  group.SetCpus({AllowedCpus()[0]});
  Shared<std::atomic<int>> moved, seen;
  const std::vector<int> cpus{AllowedCpus()[1], AllowedCpus()[0], AllowedCpus()[1]};
  // The child never asks for a CPU. It only runs in user mode until the parent reports a move.
  Child child([&] {
    Registration mine(mode);
    for (int move = 0; move <= static_cast<int>(cpus.size()); ++move) {
      Require(EventuallySpinning([&] { return *moved > move; }), "waiting for a move");
      EXPECT_THAT(*mine.area(), IsCurrent()) << "after move " << move;
      Require(move == 0 || WhereAmI().cpu == static_cast<unsigned>(cpus[static_cast<std::size_t>(move) - 1]),
              "moving a thread by its cpuset");
      *seen = move + 1;
    }
  });
  group.Take(child.pid());
  ++*moved;
  for (const int cpu : cpus) {
    WaitFor("the child's look at its area", [&] { return *seen == *moved; });
    group.SetCpus({cpu});
    ++*moved;
  }
  EXPECT_THAT(child.Wait(), Survives());
}

}  // namespace
}  // namespace rct

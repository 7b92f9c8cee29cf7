// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// The thread overwrites a field, is preempted without leaving its CPU, and looks.
TEST(Identity, PreemptionRenewsTheIdsOfAnExtendedArea) {
  VERIFIES("identity.preemption-renews-extended-ids");
  Needs("extended-area");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Rival rival;
  Registration mine(Mode::kExtended);

  std::uint32_t undisturbed = 0;
  Undisturbed([&] {
    mine->cpu_id_start = kCpuIdUninitialized;
    undisturbed = mine->cpu_id_start;
  });
  mine->cpu_id_start = kCpuIdUninitialized;
  rival.Preempt();
  const std::uint32_t preempted = mine->cpu_id_start;
  mine->cpu_id_start = mine->cpu_id;  // it must be right again before the thread is moved

  EXPECT_EQ(preempted, mine->cpu_id);
  EXPECT_EQ(undisturbed, kCpuIdUninitialized) << "control: without an event in between it is as written";
}

}  // namespace
}  // namespace rct

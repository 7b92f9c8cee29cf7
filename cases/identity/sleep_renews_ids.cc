// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// The thread overwrites a field, sleeps once without leaving its CPU, and looks.
TEST(Identity, SleepRenewsTheIdsOfA32ByteArea) {
  VERIFIES("identity.sleep-renews-ids");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine;

  std::uint32_t awake = 0;
  std::uint32_t slept = 0;
  Undisturbed([&] {
    mine->cpu_id_start = kCpuIdUninitialized;
    awake = mine->cpu_id_start;
  });
  Undisturbed(
      [&] {
        mine->cpu_id_start = kCpuIdUninitialized;
        BlockOnce();
        slept = mine->cpu_id_start;
      },
      1);
  mine->cpu_id_start = mine->cpu_id;  // it must be right again before the thread is moved

  EXPECT_EQ(slept, mine->cpu_id);
  EXPECT_EQ(awake, kCpuIdUninitialized) << "control: without an event in between it is as written";
}

}  // namespace
}  // namespace rct

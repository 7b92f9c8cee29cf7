// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

Area* area = nullptr;
std::uint32_t in_handler = 0;
void OnSignal(int /*signal*/) { in_handler = area->cpu_id_start; }

// The thread overwrites a field and raises a signal, whose handler looks.
TEST(Identity, SignalRenewsTheIdsOfA32ByteArea) {
  VERIFIES("identity.signal-renews-ids");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine;
  area = mine.area();
  std::signal(SIGUSR1, OnSignal);

  std::uint32_t before = 0;
  Undisturbed([&] {
    area->cpu_id_start = kCpuIdUninitialized;
    before = area->cpu_id_start;
    raise(SIGUSR1);
  });
  area->cpu_id_start = area->cpu_id;  // it must be right again before the thread is moved

  EXPECT_EQ(in_handler, area->cpu_id);
  EXPECT_EQ(before, kCpuIdUninitialized) << "control: until the signal it is as written";
}

}  // namespace
}  // namespace rct

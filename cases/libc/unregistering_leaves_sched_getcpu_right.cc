// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

LIBC_REGISTERS;

TEST(Libc, UnregisteringItsAreaLeavesSchedGetcpuRight) {
  VERIFIES("libc.unregistering");
  Needs("libc-registration");
  const KeepAffinity keep;
  Area* const area = Libc().area;
  const std::uint32_t length = LibcLength();
  const auto expect_right = [] {
    for (const int cpu : AllowedCpus()) {
      Pin(cpu);
      EXPECT_EQ(sched_getcpu(), cpu);
    }
  };

  // Control: a length that is one byte too long is refused.
  CONTROL("unregister.different-length", Rseq(area, length + 1, kUnregister, kSignature), FailsWith(EINVAL));
  EXPECT_THAT(Rseq(area, length, kUnregister, kSignature), Succeeds());
  EXPECT_EQ(area->cpu_id, kCpuIdUninitialized);
  expect_right();
  {
    const Registration mine;  // like a runtime that brings its own area
    expect_right();
    EXPECT_EQ(area->cpu_id, kCpuIdUninitialized);
  }
  EXPECT_THAT(Rseq(area, length, 0, kSignature), Succeeds());
  expect_right();
  EXPECT_THAT(*area, IsCurrent());
}

}  // namespace
}  // namespace rct

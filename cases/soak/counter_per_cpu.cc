// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Soak, CountersOfCpusLoseNothing) {
  VERIFIES("soak.counter-per-cpu");
  PerId<Word> counters;
  const Soaked soaked = Soak(mode, Id::kCpu, [&](Worker& worker) {
    const std::uint32_t cpu = worker.id();
    const std::uintptr_t count = counters[cpu];
    worker.Commit({.id = cpu, .word = &counters[cpu], .expected = count, .value = count + 1});
  });
  EXPECT_EQ(Sum(counters), static_cast<std::uintptr_t>(soaked.commits));
  // Control: events aborted some sections, and other sections committed.
  CONTROL("abort.on-signal", soaked, WasDisturbed());
}

}  // namespace
}  // namespace rct

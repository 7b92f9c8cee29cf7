// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Soak, CountersOfMmCidsLoseNothing) {
  VERIFIES("soak.counter-per-mm-cid");
  Needs("mm-cid");
  PerId<Word> counters;
  const Soaked soaked = Soak(mode, Id::kMmCid, [&](Worker& worker) {
    const std::uint32_t cid = worker.id();
    const std::uintptr_t count = counters[cid];
    worker.Commit({.id = cid, .word = &counters[cid], .expected = count, .value = count + 1});
  });
  EXPECT_EQ(Sum(counters), static_cast<std::uintptr_t>(soaked.commits));
  // Control: events aborted some sections, and other sections committed.
  CONTROL("abort.on-signal", soaked, WasDisturbed());
}

}  // namespace
}  // namespace rct

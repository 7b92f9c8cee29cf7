// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Soak, NothingThatBeganBeforeAFenceCommitsAfterIt) {
  VERIFIES("membarrier.storm");
  Needs("membarrier-rseq");
  Word shut{0};
  PerId<Word> counters;
  long late = 0;
  const auto count_where_open = [&](Worker& worker) {
    const std::uint32_t cpu = worker.id();
    const std::uintptr_t count = counters[cpu];
    worker.Commit({.id = cpu, .word = &counters[cpu], .expected = count, .value = count + 1, .also = &shut});
  };
  // Once the gate is shut and the fence has aborted every section that may have seen it open, no counter
  // changes.
  const auto shut_and_look = [&] {
    shut = 1;
    if (Membarrier(kMembarrierRseq).value != 0) throw Broken("membarrier(PRIVATE_EXPEDITED_RSEQ) fails");
    const std::uintptr_t sum = Sum(counters);
    Doze();
    late += Sum(counters) != sum;
    shut = 0;
  };
  const Soaked soaked = Soak(mode, Id::kCpu, count_where_open, shut_and_look);
  EXPECT_EQ(late, 0) << "fences behind which a section committed";
  EXPECT_EQ(Sum(counters), static_cast<std::uintptr_t>(soaked.commits));
  // Control: events aborted some sections, and other sections committed.
  CONTROL("abort.on-signal", soaked, WasDisturbed());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// A ring of entries of RCT_COPIED words, and the number of entries so far. New entries overwrite the oldest
// ones.
struct Log {
  static constexpr std::size_t kEntries = 16;
  Word count{0};
  std::uintptr_t entries[kEntries][RCT_COPIED] = {};
};

TEST_MODES(Soak, WhatIsCopiedBeforeACommitIsWhole) {
  VERIFIES("soak.log-per-cpu");
  PerId<Log> logs;
  const Soaked soaked = Soak(mode, Id::kCpu, [&](Worker& worker) {
    const std::uint32_t cpu = worker.id();
    Log& log = logs[cpu];
    const std::uintptr_t count = log.count;
    std::uintptr_t entry[RCT_COPIED];
    for (std::uintptr_t& word : entry) word = count + 1;  // the number of the entry in its log
    worker.Commit({.id = cpu,
                   .word = &log.count,
                   .expected = count,
                   .value = count + 1,
                   .source = entry,
                   .destination = log.entries[count % Log::kEntries]});
  });

  const std::uintptr_t torn = logs.Sum([](Log& log) {
    std::uintptr_t wrong = 0;
    for (std::uintptr_t last = log.count, i = 0; i < std::min<std::uintptr_t>(last, Log::kEntries - 1); ++i)
      for (const std::uintptr_t word : log.entries[(last - 1 - i) % Log::kEntries]) wrong += word != last - i;
    return wrong;
  });
  EXPECT_EQ(torn, 0u) << "words of entries that were committed";
  EXPECT_EQ(logs.Sum([](Log& log) { return log.count.load(); }), static_cast<std::uintptr_t>(soaked.commits));
  // Control: events aborted some sections, and other sections committed.
  CONTROL("abort.on-signal", soaked, WasDisturbed());
}

}  // namespace
}  // namespace rct

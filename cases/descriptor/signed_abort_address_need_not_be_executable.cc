// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// The child dies at the abort address, so the trap's handler reports through shared memory.
struct Seen {
  int count;
  std::uint64_t rseq_cs;
};

TEST_MODES(Descriptor, SignedAbortAddressIsTakenThoughItCannotBeExecuted) {
  VERIFIES("descriptor.abort-not-executable");
  Mapping page;
  Shared<Seen> seen;
  const auto ending = [&](std::uint32_t signature) {
    *page.As<std::uint32_t>() = signature;
    *seen = {0, 0};
    return InChild([&] {
      Registration mine(mode);
      Section section(TrapSections()[2]);
      section.descriptor().abort_ip = reinterpret_cast<std::uintptr_t>(page.begin()) + sizeof signature;
      Undisturbed([&] { Trap(section, mine.area(), [&] { *seen = {seen->count + 1, mine->rseq_cs}; }); });
    });
  };

  // A preemption may abort the section before its trap.
  for (int tries = 0; seen->count == 0 && tries < 100; ++tries)
    EXPECT_THAT(ending(kSignature), DiesOf(SIGSEGV));
  EXPECT_EQ(seen->count, 1) << "it died of what lies there, not of the descriptor";
  EXPECT_EQ(seen->rseq_cs, 0u);

  // Control: without the right signature the kernel refuses the address, and the trap's handler never runs.
  CONTROL("descriptor.signature-checked", ending(~kSignature), DiesOf(SIGSEGV));
  CONTROL("descriptor.signature-checked", seen->count, testing::Eq(0));
}

}  // namespace
}  // namespace rct

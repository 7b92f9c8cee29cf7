// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// What the trap's handler saw, for the child itself ends by executing what it must not.
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

  for (int tries = 0; seen->count == 0 && tries < 100; ++tries)  // a preemption aborts before there is a trap
    EXPECT_THAT(ending(kSignature), DiesOf(SIGSEGV));
  EXPECT_EQ(seen->count, 1) << "it died of what lies there, not of the descriptor";
  EXPECT_EQ(seen->rseq_cs, 0u);

  // Control: not signed, it is refused, and the trap's handler never runs.
  CONTROL("descriptor.signature-checked", ending(~kSignature), DiesOf(SIGSEGV));
  CONTROL("descriptor.signature-checked", seen->count, testing::Eq(0));
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, HandlerOnAnAlternateStackSeesTheSame) {
  VERIFIES("signal.alternate-stack");
  Registration mine(mode);
  Mapping pages(16);
  stack_t previous, alternate{};
  alternate.ss_sp = pages.begin();
  alternate.ss_size = pages.size();
  RequireCall(sigaltstack(&alternate, &previous) == 0, "sigaltstack");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const std::byte* local = nullptr;
    Section section(TrapSections()[slot]);
    const TrapPassage passage = TrapWith(section, mine.area(), SA_ONSTACK, [&](void*) {
      std::byte here{};
      local = &here;
    });
    if (local < pages.begin() || local >= pages.end()) throw Broken("the handler did not run on its stack");
    EXPECT_THAT(passage, Aborts());
    EXPECT_EQ(passage.trap.pc, section.code.abort);
    EXPECT_EQ(passage.trap.area.rseq_cs, 0u);
    EXPECT_FALSE(passage.trap.sp >= reinterpret_cast<std::uintptr_t>(pages.begin()) &&
                 passage.trap.sp < reinterpret_cast<std::uintptr_t>(pages.end()))
        << "the section goes on on its own stack";

    // Control: on the section's own stack, a handler sees the same address.
    CONTROL("signal.context-is-abort", Trap(section, mine.area()).trap.pc, testing::Eq(section.code.abort));
  }
  RequireCall(sigaltstack(&previous, nullptr) == 0, "sigaltstack");
}

}  // namespace
}  // namespace rct

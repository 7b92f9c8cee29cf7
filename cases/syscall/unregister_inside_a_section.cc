// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, UnregisteringInsideASectionEndsItsProtection) {
  VERIFIES("syscall.unregister-inside");
  AreaMemory memory(mode);
  for (int slot = 0; slot < RCT_SLOTS - 1; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SyscallSections()[slot]);
    section.frame.number = RCT_NR_RSEQ;
    section.frame.argument[0] = reinterpret_cast<long>(memory.get());
    section.frame.argument[1] = static_cast<long>(memory.length());
    section.frame.argument[3] = static_cast<long>(kSignature);
    Passage passage{};
    const auto unregister_with = [&](int flags) {
      section.frame.argument[2] = flags;
      Undisturbed([&] {
        const Registration mine(memory);
        SettleEvents(section, memory.get());
        passage = section.Enter(memory.get());
      });
      passage.provoked = true;
    };
    unregister_with(kUnregister);
    EXPECT_EQ(section.frame.result, 0) << "the call inside the section";
    EXPECT_THAT(passage, Completes());
    EXPECT_EQ(passage.rseq_cs_left, reinterpret_cast<std::uintptr_t>(&section.descriptor()));

    // Control: another flag, which is refused.
    unregister_with(1 << 30);
    EXPECT_EQ(section.frame.result, -EINVAL);
    EXPECT_THAT(passage, Completes());
  }
}

}  // namespace
}  // namespace rct

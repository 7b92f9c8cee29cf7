// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Syscall, UnregisteringInsideASectionEndsItsProtection) {
  VERIFIES("syscall.unregister-inside");
  AreaMemory memory(mode);
  // The section calls rseq(2), and then traps.
  CodeCopy copy(SyscallSections()[0]);
  copy.AppendTrap();
  Section section(copy.code());
  section.frame.number = RCT_NR_RSEQ;
  section.frame.argument[0] = reinterpret_cast<long>(memory.get());
  section.frame.argument[1] = static_cast<long>(memory.length());
  section.frame.argument[3] = static_cast<long>(kSignature);
  TrapPassage passage{};
  const auto trap_after = [&](int flags) {
    section.frame.argument[2] = flags;
    Undisturbed([&] {
      const Registration mine(memory);
      SettleEvents(section, memory.get());
      passage = Trap(section, memory.get());
    });
    return passage;
  };
  EXPECT_THAT(trap_after(kUnregister), Completes());
  EXPECT_EQ(section.frame.result, 0) << "the call inside the section";
  EXPECT_EQ(passage.rseq_cs_left, reinterpret_cast<std::uintptr_t>(&section.descriptor()));

  // Control: if the call is refused for an unknown flag, the section is aborted.
  CONTROL("abort.on-trap", trap_after(1 << 30), Aborts());
  CONTROL("register.unknown-flags", section.frame.result, testing::Eq(-EINVAL));
}

}  // namespace
}  // namespace rct

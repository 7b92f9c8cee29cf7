// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, RegistersKeepTheirValues) {
  VERIFIES("abort.keeps-registers");
  Registration mine(mode);
  Section section(RegistersSection());
  constexpr auto kPattern = static_cast<std::uintptr_t>(0x8102030405060709);  // neither half is zero
  for (std::uintptr_t i = 0; i < RCT_REGISTERS; ++i) section.frame.before[i] = kPattern * (i + 1);
  section.frame.before[RCT_REGISTER_FLAGS] = RCT_FLAGS_PATTERN;

  const auto expect_kept = [&] {
    for (int i = 0; i < RCT_REGISTERS; ++i) {
      const std::uintptr_t relevant = i == RCT_REGISTER_FLAGS ? RCT_FLAGS_MASK : ~std::uintptr_t{0};
      EXPECT_EQ(section.frame.after[i] & relevant, section.frame.before[i] & relevant)
          << "the port's register " << i << " (arch/<arch>/asm.h, RCT_REGISTERS)";
      section.frame.after[i] = 0;
    }
  };
  CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  expect_kept();

  // Control: if it is not armed, the same code finds these values behind its trap.
  section.ArmWith(0);
  const ControlScope control("descriptor.zero-pointer");
  EXPECT_THAT(Trap(section, mine.area()), Completes());
  expect_kept();
}

}  // namespace
}  // namespace rct

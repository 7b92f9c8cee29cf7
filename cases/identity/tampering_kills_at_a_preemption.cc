// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Identity, TamperingKillsAtAPreemptionOnTheSameCpu) {
  VERIFIES("identity.tampering-same-cpu");
  Needs("extended-area");
  const auto ending = [](Mode mode, std::uint32_t change) {
    return InChild([&] {
      Pin(AllowedCpus().front());
      Rival rival;
      Registration mine(mode);
      mine->cpu_id = mine->cpu_id ^ change;
      rival.Preempt();
      EXPECT_THAT(*mine.area(), IsCurrent());
    });
  };
  EXPECT_THAT(ending(Mode::kExtended, 1), DiesOf(SIGSEGV));

  // Control: neither the field's own value in an extended area, nor another value in a legacy one, kills.
  CONTROL("descriptor.zero-pointer", ending(Mode::kExtended, 0), Survives());
  CONTROL("identity.preemption-renews-ids", ending(Mode::kBytes32, 1), Survives());
}

}  // namespace
}  // namespace rct

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

  // Control: overwritten with its own value; and tampered with, but in an area of 32 bytes.
  CONTROL("descriptor.zero-pointer", ending(Mode::kExtended, 0), Survives());
  CONTROL("identity.preemption-renews-ids", ending(Mode::kBytes32, 1), Survives());
}

}  // namespace
}  // namespace rct

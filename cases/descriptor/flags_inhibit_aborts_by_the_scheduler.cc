// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsInhibitAbortsByPreemptionAndMigration) {
  VERIFIES("descriptor.flags-honoured");
  NeedsCpus(2);
  constexpr std::uint32_t kPreemption = 1, kMigration = 4;
  const auto ending = [&](std::uint32_t flags, const std::function<Event()>& event, bool aborts) {
    return InChild([&] {
      Registration mine(mode);
      for (int slot = 0; slot < RCT_SLOTS; ++slot) {
        SCOPED_TRACE("slot " + std::to_string(slot));
        Section section(SpinSections()[slot]);
        section.descriptor().flags = flags;
        EXPECT_THAT(SpinThrough(section, mine.area(), event()), aborts ? Aborts() : Completes());
      }
    });
  };
  EXPECT_THAT(ending(kPreemption, Preemption, false), Survives());
  EXPECT_THAT(ending(kPreemption | kMigration, Migration, false), Survives());
  // Control: the flag of another event. Who is moved while it runs is preempted for it, too.
  EXPECT_THAT(ending(kMigration, Preemption, true), Survives());
  EXPECT_THAT(ending(kPreemption, Migration, true), Survives());
  EXPECT_THAT(ending(kMigration, Migration, true), Survives());
  EXPECT_THAT(ending(0, Preemption, true), Survives());
  EXPECT_THAT(ending(0, Migration, true), Survives());
}

}  // namespace
}  // namespace rct

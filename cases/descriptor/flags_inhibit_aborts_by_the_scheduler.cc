// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, FlagsInhibitAbortsByPreemptionAndMigration) {
  VERIFIES("descriptor.flags-honoured");
  NeedsCpus(2);
  constexpr std::uint32_t kPreemption = 1, kMigration = 4;
  const auto ending = [&](std::uint32_t flags, const std::function<Event()>& event,
                          const testing::Matcher<const Passage&>& what) {
    return InChild([&] {
      Registration mine(mode);
      for (int slot = 0; slot < RCT_SLOTS; ++slot) {
        SCOPED_TRACE("slot " + std::to_string(slot));
        Section section(SpinSections()[slot]);
        section.descriptor().flags = flags;
        EXPECT_THAT(SpinThrough(section, mine.area(), event()), what);
      }
    });
  };
  EXPECT_THAT(ending(kPreemption, Preemption, Completes()), Survives());
  EXPECT_THAT(ending(kPreemption | kMigration, Migration, Completes()), Survives());
  // The flag of another event inhibits nothing. A running thread is preempted before it is moved, so a
  // migration needs both flags.
  EXPECT_THAT(ending(kMigration, Preemption, Aborts()), Survives());
  EXPECT_THAT(ending(kPreemption, Migration, Aborts()), Survives());
  EXPECT_THAT(ending(kMigration, Migration, Aborts()), Survives());
  // Control: with all flags clear, the same section behaves as usual.
  CONTROL("abort.on-preemption", ending(0, Preemption, Aborts()), Survives());
  CONTROL("abort.on-migration", ending(0, Migration, Aborts()), Survives());
}

}  // namespace
}  // namespace rct

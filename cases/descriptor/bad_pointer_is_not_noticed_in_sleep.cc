// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, BadPointerIsNotNoticedInSleep) {
  VERIFIES("descriptor.bad-pointer-asleep");
  const auto with_bad_pointer = [&](const std::function<void()>& event) {
    return InChildUnpreempted([&](const std::function<void()>& begin) {
      Registration mine(mode);
      begin();
      mine->rseq_cs = UserLimit();
      event();
      EXPECT_EQ(mine->rseq_cs, UserLimit());
      mine->rseq_cs = 0;
    });
  };
  EXPECT_THAT(with_bad_pointer(BlockOnce), Survives());

  // Control: an exception makes the kernel notice the same pointer.
  AreaMemory elsewhere;
  Section section(TrapSections()[2]);
  CONTROL("descriptor.bad-pointer-anywhere", with_bad_pointer([&] { Trap(section, elsewhere.get()); }),
          DiesOf(SIGSEGV));
}

}  // namespace
}  // namespace rct

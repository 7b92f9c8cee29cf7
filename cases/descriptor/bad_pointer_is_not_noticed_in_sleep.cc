// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, BadPointerIsNotNoticedInSleep) {
  VERIFIES("descriptor.bad-pointer-asleep");
  const auto survives = [&](const std::function<void()>& event) {
    const Ending ending = InChild([&] {
      Registration mine(mode);
      mine->rseq_cs = UserLimit();
      event();
      EXPECT_EQ(mine->rseq_cs, UserLimit());
      mine->rseq_cs = 0;
    });
    return testing::Value(ending, Survives());
  };

  bool survived = false;  // a chance preemption kills, so that it may take more than one child
  for (int tries = 0; !survived && tries < 10; ++tries) survived = survives(BlockOnce);
  EXPECT_TRUE(survived) << "of many threads not one got up again";

  // Control: an exception is noticed, every time.
  AreaMemory elsewhere;
  Section section(TrapSections()[2]);
  EXPECT_FALSE(survives([&] { Trap(section, elsewhere.get()); }));
}

}  // namespace
}  // namespace rct

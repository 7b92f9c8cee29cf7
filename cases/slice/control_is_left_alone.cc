// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, WithoutTheExtensionItsControlIsLeftAlone) {
  VERIFIES("slice.control-left-alone");
  Needs("extended-area");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(Mode::kExtended);
  constexpr SliceControl kOurs{0xa5, 0xa5, 0xa5a5};
  SetControl(mine.area(), kOurs);

  Rival().Preempt();
  for (const int cpu : AllowedCpus()) Pin(cpu);
  BlockOnce();
  Section section(TrapSections()[1]);
  CONTROL("abort.on-trap", Trap(section, mine.area()), Aborts());
  EXPECT_EQ(Control(mine.area()), kOurs);
  // Control: the kernel keeps the words before it current.
  CONTROL("identity.cpu-id-current", *mine.area(), IsCurrent());
}

}  // namespace
}  // namespace rct

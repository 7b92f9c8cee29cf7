// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, BadPointerKillsAThreadThatSleeps) {
  VERIFIES("descriptor.bad-pointer-kills-a-sleeper");
  const auto ending = [&](std::uintptr_t address) {
    return InChild([&] {
      Registration mine(mode);
      mine->rseq_cs = address;
      BlockOnce();
      EXPECT_EQ(mine->rseq_cs, 0u) << "cleared";
    });
  };

  EXPECT_THAT(ending(UserLimit()), DiesOf(SIGSEGV));

  // Control: with a pointer to the descriptor of a section elsewhere, the thread survives the same sleep.
  Section other(SpinSections()[0]);
  CONTROL("abort.outside-only-disarms", ending(reinterpret_cast<std::uintptr_t>(&other.descriptor())),
          Survives());
}

}  // namespace
}  // namespace rct

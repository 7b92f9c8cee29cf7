// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Descriptor, ASignalOfACallMakesTheKernelNoticeABadPointerWithTheOriginalAreaOnly) {
  VERIFIES("descriptor.bad-pointer-signalled");
  Needs("extended-area");
  const auto ending = [](Mode mode, std::uintptr_t address) {
    return InChildUnpreempted([&](const std::function<void()>& begin) {
      const Handler handler(SIGUSR1, [](void*) {});
      Registration mine(mode);
      begin();
      mine->rseq_cs = address;
      raise(SIGUSR1);
      if (mode == Mode::kBytes32) {
        EXPECT_EQ(mine->rseq_cs, 0u) << "cleared";
      }
      mine->rseq_cs = 0;
    });
  };
  EXPECT_THAT(ending(Mode::kBytes32, UserLimit()), DiesOf(SIGSEGV));
  EXPECT_THAT(ending(Mode::kExtended, UserLimit()), Survives());
  // Control: with a pointer to the descriptor of a section elsewhere, the thread survives.
  Section other(SpinSections()[0]);
  CONTROL("abort.outside-only-disarms",
          ending(Mode::kBytes32, reinterpret_cast<std::uintptr_t>(&other.descriptor())), Survives());
}

}  // namespace
}  // namespace rct

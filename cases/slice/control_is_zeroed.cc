// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr SliceControl kRequest{0xa5, 0, 0xa5a5}, kNoRequest{0, 0, 0xa5a5};

TEST(Slice, TheKernelZeroesTheControlWhenItHasLetAnotherThreadIn) {
  VERIFIES("slice.control-zeroed");
  Needs("slice-extension");
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Registration mine(Mode::kExtended);
  for (const bool on : {false, true}) {
    SCOPED_TRACE(on);
    ASSERT_CONTROL("slice.prctl", SliceExtension(kSliceSet, on ? kSliceEnable : 0), Succeeds());
    const SliceControl any = on ? kNoRequest : kRequest;
    SetControl(mine.area(), any);
    Rival().Preempt();
    EXPECT_EQ(Control(mine.area()), SliceControl{});
    // Control: a sleep in a system call does not make the kernel write the area.
    SliceControl after{};
    const auto rest = [&] {
      BlockOnce();
      after = Control(mine.area());
    };
    Undisturbed(rest, 1, [&] { SetControl(mine.area(), any); });
    CONTROL("identity.sleep-leaves-extended-ids", after, testing::Eq(any));
  }
}

TEST(Slice, TheKernelZeroesTheControlWhenItHasMovedTheThread) {
  VERIFIES("slice.control-zeroed");
  Needs("slice-extension");
  NeedsCpus(2);
  const KeepAffinity keep;
  Registration mine(Mode::kExtended);
  for (const int cpu : AllowedCpus()) {
    SetControl(mine.area(), kRequest);
    Pin(cpu);
  }
  EXPECT_EQ(Control(mine.area()), SliceControl{});
  // Control: a thread that is already on the requested CPU is not moved.
  SliceControl after{};
  const auto stay = [&] {
    Pin(AllowedCpus().back());
    after = Control(mine.area());
  };
  Undisturbed(stay, 0, [&] { SetControl(mine.area(), kRequest); });
  CONTROL("identity.sleep-leaves-extended-ids", after, testing::Eq(kRequest));
}

}  // namespace
}  // namespace rct

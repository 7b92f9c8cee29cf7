// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kTimes = 50;

TEST(Slice, AnExtensionThatCannotBeWrittenDownKills) {
  VERIFIES("slice.read-only-area");
  SliceThread mine;
  Mapping& page = mine.registration().memory().page();
  // The thread requests an extension in a read-only area. The competing thread makes the area writable as
  // soon as it runs, so that the kernel's later writes succeed.
  const auto ending = [&](std::uint8_t request) {
    return InChild([&] {
      RealTimeRival rival([&] { page.Protect(PROT_READ | PROT_WRITE); });
      for (int i = 0; i < kTimes; ++i) {
        page.Protect(PROT_READ | PROT_WRITE);
        SetControl(mine.area(), {request, 0, 0});
        const long turns = (*rival).turns();
        page.Protect(PROT_READ);
        Require(EventuallySpinning([&] { return (*rival).turns() != turns; }), "being preempted");
      }
    });
  };
  EXPECT_THAT(ending(1), DiesOf(SIGSEGV));
  // Control: without a request, the thread survives.
  CONTROL("slice.any-request", ending(0), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr int kTimes = 50;

TEST(Slice, AnExtensionThatCannotBeWrittenDownKills) {
  VERIFIES("slice.read-only-area");
  SliceThread mine;
  Mapping& page = mine.registration().memory().page();
  // How a thread ends that asks in an area which cannot be written, but only until its rival is let in: what
  // the kernel writes afterwards finds it writable.
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
  // Control: the same without a request.
  CONTROL("slice.any-request", ending(0), Survives());
}

}  // namespace
}  // namespace rct

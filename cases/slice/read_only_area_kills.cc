// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, AnExtensionThatCannotBeWrittenDownKills) {
  VERIFIES("slice.read-only-area");
  SliceThread mine;
  Mapping& page = mine.registration().memory().page();
  // How a thread ends that asks in an area which cannot be written, but only until its rival is let in: what
  // the kernel writes afterwards finds it writable.
  const auto ending = [&](std::uint8_t request) {
    return InChild([&] {
      std::atomic<bool> ready{false}, writable{false};
      const RealTimeRival rival([&] {
        if (!ready || writable) return;
        page.Protect(PROT_READ | PROT_WRITE);
        writable = true;
      });
      SetControl(mine.area(), {request, 0, 0});
      page.Protect(PROT_READ);
      Require(EventuallySpinning([&] {
                ready = true;
                return writable.load();
              }),
              "being preempted");
    });
  };
  EXPECT_THAT(ending(1), DiesOf(SIGSEGV));
  // Control: the same without a request.
  EXPECT_THAT(ending(0), Survives());
}

}  // namespace
}  // namespace rct

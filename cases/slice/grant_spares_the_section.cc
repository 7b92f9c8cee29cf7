// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ASectionIsNotAbortedWhenAnExtensionIsGranted) {
  VERIFIES("slice.grant-spares-section");
  // The section spins until one of the four bytes from `granted` on is not 0. The last of them is unused. The
  // competing thread sets it if it gets the CPU while the section is armed. The section is then due to be
  // aborted, and must not spin on if it is not.
  Area* area = nullptr;
  SliceThread mine([&area] {
    if (area->rseq_cs != 0) area->beyond[0] = 1;
  });
  area = mine.area();
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    section.frame.operand = reinterpret_cast<std::byte*>(area) + offsetof(Area, slice_ctrl) + 1;
    section.frame.cs_field = const_cast<std::uint64_t*>(&area->rseq_cs);
    bool aborted = false;
    const auto enter = [&] {
      area->rseq_cs = 0;
      area->beyond[0] = 0;
      aborted = section.code.enter(&section.frame) != 0;
    };
    ASSERT_CONTROL("slice.granted", AskInSection(mine.rival(), area, enter).granted, testing::Eq(true));
    EXPECT_FALSE(aborted);
    // Control: without a request, the section is aborted when the competing thread gets the CPU.
    enter();
    CONTROL("abort.on-preemption", aborted, testing::Eq(true));
  }
}

}  // namespace
}  // namespace rct

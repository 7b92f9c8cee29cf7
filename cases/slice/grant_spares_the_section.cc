// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ASectionIsNotAbortedWhenAnExtensionIsGranted) {
  VERIFIES("slice.grant-spares-section");
  SliceThread mine;
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    Section section(SpinSections()[slot]);
    // It spins until the kernel has granted: the four bytes that begin with `granted` are 0 before.
    section.frame.operand = reinterpret_cast<std::byte*>(mine.area()) + offsetof(Area, slice_ctrl) + 1;
    section.frame.cs_field = const_cast<std::uint64_t*>(&mine.area()->rseq_cs);
    bool aborted = false;
    const auto enter = [&] { aborted = section.code.enter(&section.frame) != 0; };
    ASSERT_TRUE(AskInSection(mine.rival(), mine.area(), enter).granted);
    EXPECT_FALSE(aborted);
    // Control: without a request the section is aborted when the other thread is let in.
    enter();
    EXPECT_TRUE(aborted);
  }
}

}  // namespace
}  // namespace rct

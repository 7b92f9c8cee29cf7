// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST(Slice, ASectionIsAbortedWhenAnExtensionEnds) {
  VERIFIES("slice.end-aborts-section");
  std::atomic<const Area*> area{nullptr};
  std::atomic<std::uint32_t> word{0};
  // The competing thread releases a section that it finds armed, so that a section that is not aborted ends
  // by itself.
  SliceThread mine([&] {
    if (area != nullptr && area.load()->rseq_cs != 0) word = 1;
  });
  area = mine.area();
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = SpinSections()[slot];
    Section section(code);
    section.frame.operand = &word;
    section.frame.cs_field = const_cast<std::uint64_t*>(&mine.area()->rseq_cs);
    bool aborted = false;
    const auto enter = [&] {
      word = 0;
      aborted = code.enter(&section.frame) != 0;
    };
    ASSERT_CONTROL("slice.granted", mine.Ask(enter).granted, testing::Eq(true));
    EXPECT_TRUE(aborted);
    // Control: if its range begins behind the spinning instruction, the section is not aborted.
    section.SetRange(code.body_end, code.post_commit);
    ASSERT_CONTROL("slice.granted", mine.Ask(enter).granted, testing::Eq(true));
    CONTROL("abort.outside-only-disarms", aborted, testing::Eq(false));
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, RangeBeyondUserSpaceIsLikeAnyOtherThatTheThreadIsNotIn) {
  VERIFIES("descriptor.range-unchecked");
  const SectionCode& code = TrapSections()[2];
  const std::uint64_t limit = UserLimit();
  const std::uint64_t after = code.abort + 16;  // so that neither the trap nor the abort handler is inside
  struct Range {
    const char* what;
    std::uint64_t start, length;
  };

  for (const Range& range :
       {Range{"begins beyond", limit, 16}, Range{"ends at the limit", after, limit - after},
        Range{"ends beyond", after, limit}, Range{"wraps around", after, 4096 - after},
        Range{"control: ends below the limit", after, limit - 1 - after}}) {
    SCOPED_TRACE(range.what);
    const auto spoil = [&](Section& section) {
      section.descriptor().start_ip = range.start;
      section.descriptor().post_commit_offset = range.length;
    };
    const auto check = [](const TrapPassage& passage) {
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    };
    EXPECT_THAT(TrapInChild(mode, code, spoil, check), Survives());
  }
}

}  // namespace
}  // namespace rct

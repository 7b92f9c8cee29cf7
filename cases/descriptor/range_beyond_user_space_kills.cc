// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, RangeThatIsNotInUserSpaceKills) {
  VERIFIES("descriptor.range-checked");
  const auto completed = [](const TrapPassage& passage) { EXPECT_THAT(passage, Completes()); };
  const SectionCode& code = TrapSections()[2];
  const std::uint64_t limit = UserLimit();
  const std::uint64_t after = code.abort + 16;  // so that neither the trap nor the abort handler is inside
  struct Range {
    const char* what;
    std::uint64_t start, length;
  } range;
  const auto spoil = [&](Section& section) {
    section.descriptor().start_ip = range.start;
    section.descriptor().post_commit_offset = range.length;
  };

  for (const Range& bad :
       {Range{"begins beyond", limit, 16}, Range{"ends at the limit", after, limit - after},
        Range{"ends beyond", after, limit}, Range{"wraps around", after, 4096 - after},
        Range{"is everything", 0, ~std::uint64_t{0}}}) {
    SCOPED_TRACE(bad.what);
    range = bad;
    EXPECT_THAT(TrapInChild(mode, code, spoil), DiesOf(SIGSEGV));
  }

  // Control: it ends one byte earlier.
  range = {"ends below the limit", after, limit - 1 - after};
  EXPECT_THAT(TrapInChild(mode, code, spoil, completed), Survives());
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, RangeThatIsNotInUserSpaceKills) {
  VERIFIES("descriptor.range-checked");
  const auto completed = [](const TrapPassage& passage) { EXPECT_THAT(passage, Completes()); };
  const auto aborted = [](const TrapPassage& passage) { EXPECT_THAT(passage, Aborts()); };
  const SectionCode& before = TrapSections()[0];
  const SectionCode& code = TrapSections()[1];
  Require(before.abort < code.start, "an abort handler before a section");
  const std::uint64_t limit = UserLimit();
  const std::uint64_t after = code.abort + 16;  // excludes the trap
  struct Range {
    const char* what;
    std::uint64_t start, length;
  } range;
  const auto spoil = [&](Section& section) {
    section.descriptor().abort_ip = before.abort;  // outside all of these ranges
    section.descriptor().start_ip = range.start;
    section.descriptor().post_commit_offset = range.length;
  };

  for (const Range& bad :
       {Range{"begins beyond", limit, 16}, Range{"ends at the limit", after, limit - after},
        Range{"ends beyond", after, limit}, Range{"wraps around", after, 4096 - after},
        Range{"holds the trap and ends at the limit", code.start, limit - code.start},
        Range{"holds the trap and wraps around", code.start, std::uint64_t{before.start} - code.start}}) {
    SCOPED_TRACE(bad.what);
    range = bad;
    EXPECT_THAT(TrapInChild(mode, code, spoil), DiesOf(SIGSEGV));
  }

  // Control: ranges that end one byte earlier are accepted.
  range = {"ends below the limit", after, limit - 1 - after};
  CONTROL("abort.outside-only-disarms", TrapInChild(mode, code, spoil, completed), Survives());
  range = {"holds the trap and ends below the limit", code.start, limit - 1 - code.start};
  CONTROL("descriptor.abort-before-range", TrapInChild(mode, code, spoil, aborted), Survives());
}

}  // namespace
}  // namespace rct

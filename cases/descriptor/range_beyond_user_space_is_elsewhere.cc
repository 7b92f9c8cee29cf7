// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, RangeBeyondUserSpaceIsLikeAnyOtherThatTheThreadIsNotIn) {
  VERIFIES("descriptor.range-unchecked");
  const SectionCode& code = TrapSections()[2];
  const std::uint64_t limit = UserLimit();
  const std::uint64_t after = code.abort + 16;  // excludes both the trap and the abort handler
  const auto ending = [&](std::uint64_t start, std::uint64_t length) {
    const auto spoil = [&](Section& section) {
      section.descriptor().start_ip = start;
      section.descriptor().post_commit_offset = length;
    };
    const auto check = [](const TrapPassage& passage) {
      EXPECT_THAT(passage, Completes());
      EXPECT_EQ(passage.trap.area.rseq_cs, 0u) << "cleared";
    };
    return TrapInChild(mode, code, spoil, check);
  };

  EXPECT_THAT(ending(limit, 16), Survives()) << "begins beyond";
  EXPECT_THAT(ending(after, limit - after), Survives()) << "ends at the limit";
  EXPECT_THAT(ending(after, limit), Survives()) << "ends beyond";
  EXPECT_THAT(ending(after, 4096 - after), Survives()) << "wraps around";
  // Control: a range that ends one byte below the limit has the same effect.
  CONTROL("abort.outside-only-disarms", ending(after, limit - 1 - after), Survives());
}

}  // namespace
}  // namespace rct

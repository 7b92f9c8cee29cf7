// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Descriptor, RangeOfEverythingContainsEveryInstruction) {
  VERIFIES("descriptor.range-unsigned");
  const SectionCode& code = TrapSections()[2];
  const auto ending = [&](std::uint64_t start, std::uint64_t length,
                          const testing::Matcher<const Passage&>& what) {
    return TrapInChild(
        mode, code,
        [&](Section& section) {
          section.descriptor().start_ip = start;
          section.descriptor().post_commit_offset = length;
        },
        [&](const TrapPassage& passage) { EXPECT_THAT(passage, what); });
  };

  EXPECT_THAT(ending(0, ~std::uint64_t{0}, Aborts()), Survives());
  EXPECT_THAT(ending(code.start, 4096 - std::uint64_t{code.start}, Aborts()), Survives()) << "wraps around";

  // Control: the section's own range contains the trap.
  CONTROL("abort.on-trap", ending(code.start, code.post_commit - code.start, Aborts()), Survives());
  // Control: a wrapping range that begins behind the trap does not contain it.
  const std::uint64_t after = code.body_end;
  CONTROL("descriptor.range-unchecked", ending(after, 4096 - after, Completes()), Survives());
}

}  // namespace
}  // namespace rct

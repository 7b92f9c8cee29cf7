// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, ThreadThatLeavesASectionAndComesBackIsInside) {
  VERIFIES("abort.branch-out-and-back");
  Registration mine(mode);
  // A section that calls a function, outside of it, and traps when that has returned.
  const SectionCode& trap = TrapSections()[0];
  CodeCopy copy(CallSections()[0]);
  copy.Overwrite(copy.code().body_end, trap.body, trap.body_end);
  SectionCode code = copy.code();
  code.body = copy.code().body_end;
  code.body_end = code.body + (trap.body_end - trap.body);
  ASSERT_LE(code.body_end, code.post_commit);

  int calls = 0;
  Section section(code);
  section.frame.operand = &calls;
  section.frame.callee = [](void* operand) -> long { return ++*static_cast<int*>(operand); };
  TrapPassage back{};
  DespiteUpkeep([&] {
    back = Trap(section, mine.area());
    return std::uint64_t{back.aborted};
  });
  EXPECT_THAT(back, Aborts());
  EXPECT_GE(calls, 1) << "it was outside";

  // Control: a section that ends with the call is left when the function returns.
  section.SetRange(code.start, code.body);
  const TrapPassage passage = Trap(section, mine.area());
  EXPECT_THAT(passage, Completes());
  EXPECT_EQ(passage.rseq_cs_left, 0u);
}

}  // namespace
}  // namespace rct

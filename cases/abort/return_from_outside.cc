// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Abort, ThreadThatLeavesASectionAndComesBackIsInside) {
  VERIFIES("abort.branch-out-and-back");
  Registration mine(mode);
  // The section calls a function outside of its range, and traps after the function has returned.
  CodeCopy copy(CallSections()[0]);
  copy.AppendTrap();
  const SectionCode& code = copy.code();
  Mapping page;
  Section section(code);
  section.frame.operand = page.begin();
  section.frame.callee = [](void* operand) -> long {
    *static_cast<volatile int*>(operand) = 1;
    return 0;
  };
  TrapPassage back{};
  DespiteUpkeep([&] {
    Undisturbed([&] {
      page.Discard();  // so that the function enters the kernel
      back = Trap(section, mine.area());
    });
    return std::uint64_t{back.aborted};
  });
  if (*page.As<int>() == 0) throw Broken("the section did not call its function");
  EXPECT_THAT(back, Aborts());

  // Control: if the section ends with the call, the thread is outside when the function returns.
  section.SetRange(code.start, code.body);
  const TrapPassage passage = Trap(section, mine.area());
  CONTROL("abort.outside-only-disarms", passage, Completes());
  CONTROL("abort.outside-only-disarms", passage.rseq_cs_left, testing::Eq(0u));
}

}  // namespace
}  // namespace rct

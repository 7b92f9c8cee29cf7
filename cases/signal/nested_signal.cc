// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, SignalInsideTheHandlerSeesTheHandler) {
  VERIFIES("signal.nested");
  Registration mine(mode);
  std::vector<std::uintptr_t> interrupted;
  const Handler second(
      SIGUSR1, [&](void* context) { interrupted.push_back(ContextPc(context)); }, SA_NODEFER);
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    const SectionCode& code = TrapSections()[slot];
    Section section(code);
    interrupted.clear();
    const TrapPassage passage = TrapWith(section, mine.area(), SA_NODEFER, [](void*) { raise(SIGUSR1); });
    EXPECT_EQ(passage.trap.pc, code.abort);
    EXPECT_THAT(passage, Aborts());
    ASSERT_EQ(interrupted.size(), 1u);
    EXPECT_NE(interrupted[0], code.abort) << "the section had been aborted already";
    EXPECT_FALSE(code.Contains(interrupted[0]))
        << "the second signal interrupted the first one's handler, not the section";
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

TEST_MODES(Signal, SignalInsideTheHandlerSeesTheHandler) {
  VERIFIES("signal.nested");
  Registration mine(mode);
  AreaMemory nobodys(mode);
  std::vector<std::uintptr_t> interrupted;
  interrupted.reserve(RCT_SLOTS);  // a handler that has armed a section must not make a system call
  for (int slot = 1; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    // The handler of the first trap meets a second trap, in code that the range of the aborted section
    // covers.
    Section outer(TrapSections()[slot]), inner(TrapSections()[slot - 1]);
    outer.SetRange(inner.code.start, outer.code.post_commit);
    inner.frame.cs_field = const_cast<std::uint64_t*>(&nobodys->rseq_cs);
    const auto trap_twice = [&](bool arm_again) {
      const auto on_trap = [&](void* context) {
        interrupted.push_back(ContextPc(context));
        if (interrupted.size() > 1) return SetContextPc(context, inner.code.body_end);
        if (arm_again) mine->rseq_cs = reinterpret_cast<std::uintptr_t>(&outer.descriptor());
        inner.code.enter(&inner.frame);
      };
      const Handler handler(RCT_TRAP_SIGNAL, on_trap, SA_NODEFER);
      DespiteUpkeep([&] {  // upkeep of mm_cid would abort before the trap, or disarm in the handler
        Undisturbed([&] {
          interrupted.clear();
          outer.Enter(mine.area());
        });
        return std::uint64_t{interrupted.size() == 2 &&
                             (!arm_again || interrupted.back() == outer.code.abort)};
      });
    };
    trap_twice(false);
    ASSERT_CONTROL("signal.context-is-abort", interrupted,
                   testing::ElementsAre(outer.code.abort, testing::_));
    EXPECT_EQ(interrupted[1], inner.code.body)
        << "the second signal interrupted the first one's handler, not the section";

    // Control: if the handler arms the section again, the second trap aborts it.
    trap_twice(true);
    CONTROL("abort.on-trap", interrupted, testing::ElementsAre(outer.code.abort, outer.code.abort));
  }
}

}  // namespace
}  // namespace rct

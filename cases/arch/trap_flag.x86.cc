// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

constexpr greg_t kTrapFlag = 0x100;

greg_t& FlagsOf(void* context) { return static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_EFL]; }

TEST_MODES(Arch, SingleStepByTheTrapFlagAbortsAtEveryInstruction) {
  VERIFIES("abort.single-step");
  Registration mine(mode);
  std::vector<std::uintptr_t> stepped;
  const Handler step(SIGTRAP, [&](void* context) {
    stepped.push_back(ContextPc(context));
    FlagsOf(context) &= ~kTrapFlag;
  });
  // In the last slot four instructions of one byte precede the one that traps.
  Section section(TrapSections()[RCT_SLOTS - 1]);
  const SectionCode& code = section.code;
  for (std::uintptr_t from = code.start; from < code.body; ++from) {
    for (const bool armed : {true, false}) {
      SCOPED_TRACE(std::to_string(from - code.start) + (armed ? ", armed" : ", control: not armed"));
      Passage passage{};
      const auto step_from = [&](void* context) {
        if (armed) mine->rseq_cs = reinterpret_cast<std::uintptr_t>(&section.descriptor());
        SetContextPc(context, from);
        FlagsOf(context) |= kTrapFlag;
      };
      DespiteUpkeep([&] {  // it would disarm in the handler
        Undisturbed([&] {
          stepped.clear();
          int traps = 0;
          const Handler trap(RCT_TRAP_SIGNAL, [&](void* context) {
            traps++ == 0 ? step_from(context) : SetContextPc(context, code.body_end);
          });
          passage = section.Enter(mine.area());
        });
        return std::uint64_t{passage.aborted == armed};
      });
      EXPECT_EQ(passage.aborted, armed);
      EXPECT_THAT(stepped, testing::ElementsAre(armed ? code.abort : from + 1));
    }
  }
}

}  // namespace
}  // namespace rct

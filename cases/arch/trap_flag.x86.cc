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
  // The last slot has four one-byte instructions before the instruction that traps.
  Section section(TrapSections()[RCT_SLOTS - 1]);
  const SectionCode& code = section.code;
  for (std::uintptr_t from = code.start; from < code.body; ++from) {
    SCOPED_TRACE(from - code.start);
    const auto step_from = [&](bool armed) {
      Passage passage{};
      const auto step_in_handler = [&](void* context) {
        if (armed) mine->rseq_cs = reinterpret_cast<std::uintptr_t>(&section.descriptor());
        SetContextPc(context, from);
        FlagsOf(context) |= kTrapFlag;
      };
      DespiteUpkeep([&] {  // upkeep of mm_cid would disarm in the handler
        Undisturbed([&] {
          stepped.clear();
          int traps = 0;
          const Handler trap(RCT_TRAP_SIGNAL, [&](void* context) {
            traps++ == 0 ? step_in_handler(context) : SetContextPc(context, code.body_end);
          });
          passage = section.Enter(mine.area());
        });
        return std::uint64_t{passage.aborted == armed};
      });
      passage.provoked = !stepped.empty();
      return passage;
    };
    EXPECT_THAT(step_from(true), Aborts());
    EXPECT_THAT(stepped, testing::ElementsAre(code.abort));

    // Control: if it is not armed, the step leads to the next instruction.
    CONTROL("descriptor.zero-pointer", step_from(false), Completes());
    CONTROL("descriptor.zero-pointer", stepped, testing::ElementsAre(from + 1));
  }
}

}  // namespace
}  // namespace rct

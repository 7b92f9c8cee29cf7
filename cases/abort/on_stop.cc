// SPDX-License-Identifier: MIT
#include "rct/case.h"

namespace rct {
namespace {

// What a child that spins in a section and its parent, which stops it there, tell each other.
struct Stage {
  std::atomic<std::uint32_t> word{0};  // the section spins while it is 0
  std::atomic<int> entered{0}, left{0};
  std::atomic<bool> inside{false};  // it was stopped there
  std::atomic<bool> done{false};
};

void SpinUntilStoppedInside(AreaMemory& memory, Stage& stage, int slot) {
  Registration mine(memory);
  Section section(SpinSections()[slot]);
  section.frame.operand = &stage.word;
  for (Passage passage{}; !passage.provoked;) {
    ++stage.entered;
    passage = section.Enter(mine.area());
    ++stage.left;
    WaitFor("the parent's word on a passage", [&] { return stage.word == 2; });
    // Who is told to continue before it has left its CPU stays there, and nothing has happened to it.
    passage.provoked = stage.inside && passage.switches > 0;
    if (passage.provoked) {
      EXPECT_THAT(passage, Aborts());
    }
    stage.done = passage.provoked;
    stage.word = 0;
  }
}

TEST_MODES(Abort, StopAndContinueAbortAtEverySlot) {
  VERIFIES("abort.on-stop");
  for (int slot = 0; slot < RCT_SLOTS; ++slot) {
    SCOPED_TRACE("slot " + std::to_string(slot));
    AreaMemory memory(mode, Sharing::kShared);
    Shared<Stage> stage;
    Child child([&] { SpinUntilStoppedInside(memory, *stage, slot); });
    for (int round = 1; !stage->done; ++round) {
      WaitFor("the section",
              [&] { return stage->entered == round && (memory->rseq_cs != 0 || stage->left == round); });
      kill(child.pid(), SIGSTOP);
      waitpid(child.pid(), nullptr, WUNTRACED);
      // Something else may have aborted it before; but who is stopped with the area armed is inside.
      stage->inside = memory->rseq_cs != 0;
      kill(child.pid(), SIGCONT);
      waitpid(child.pid(), nullptr, WCONTINUED);
      stage->word = 1;
      WaitFor("the section's end", [&] { return stage->left == round; });
      stage->word = 2;
      WaitFor("the next round", [&] { return stage->word == 0; });
    }
    EXPECT_THAT(child.Wait(), Survives());
  }
}

}  // namespace
}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/suspension.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <string>

#include "rct/child.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/event.h"
#include "rct/schedule.h"
#include "rct/trap.h"
#include "rct/verdict.h"
#include "until.h"

namespace rct {
namespace {

// The state that child and parent share.
struct Stage {
  std::atomic<std::uint32_t> word{0};  // the section spins while it is 0
  std::atomic<int> round{0};           // the section run that the child may begin
  std::atomic<int> entered{0}, left{0};
  std::atomic<bool> stop{false};
  Passage passage{};
};

void SpinOnDemand(AreaMemory& memory, const SectionCode& code, bool undisturbed, Stage& stage) {
  Pin(AllowedCpus().front());
  Registration mine(memory);
  Section section(code);
  section.frame.operand = &stage.word;
  for (int round = 1;; ++round) {
    WaitFor("the parent's word", [&] { return stage.round == round || stage.stop; });
    if (stage.stop) return;
    SettleEvents(section, mine.area());  // clears the events of the wait
    stage.entered = round;
    stage.passage = undisturbed ? SpinUndisturbed(section, mine.area()) : section.Enter(mine.area());
    stage.left = round;
  }
}

}  // namespace

Passage SpinSuspended(Mode mode, const SectionCode& code, const Suspension& suspension) {
  AreaMemory memory(mode, Sharing::kShared);
  const Shared<Stage> stage;
  const KeepAffinity keep;
  Pin(AllowedCpus().back());
  const bool shared =
      AllowedCpus().size() == 1;  // both on one CPU: while the parent looks, the child is off it
  // The parent wakes now and then. Under SCHED_BATCH that does not preempt the child.
  const KeepScheduling scheduling;
  SetScheduling(SCHED_BATCH);
  const bool undisturbed = !suspension.suspend;
  Child child([&] { SpinOnDemand(memory, code, undisturbed, *stage); });
  if (suspension.prepare) suspension.prepare(child.pid());
  Passage passage{};
  for (int round = 1; round <= kPatience && !passage.provoked; ++round) {
    stage->word = 0;
    stage->round = round;
    const auto left = [&] { return stage->left == round; };
    if (undisturbed) {
      if (Eventually(left)) passage = stage->passage;
      break;
    }
    if (!Eventually([&] { return left() || (stage->entered == round && memory->rseq_cs != 0); })) break;
    const long switches = ContextSwitchesOf(child.pid());
    suspension.suspend(child.pid());
    // Armed before and after: the child was inside all the time, and it left its CPU in that time.
    const auto switched = [&] { return shared || ContextSwitchesOf(child.pid()) > switches; };
    const bool inside = Eventually([&] { return left() || switched(); }) && memory->rseq_cs != 0;
    stage->word = 1;
    const bool suspended = suspension.resume(child.pid());
    if (!Eventually(left)) break;
    passage = stage->passage;
    passage.provoked = inside && suspended;
    passage.rounds = round;
  }
  stage->stop = true;
  EXPECT_THAT(child.Wait(), Survives());
  if (!passage.provoked && !testing::Test::HasFailure())
    throw Broken(std::string("no pass through the section had a ") + suspension.name + " in it");
  return passage;
}

}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/schedule.h"

#include <sched.h>

#include <string>

#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/verdict.h"

namespace rct {
namespace {

constexpr int kPatience = 1000;

}  // namespace

int Undisturbed(const std::function<void()>& attempt, long switches, const std::function<void()>& prepare) {
  for (int round = 1; round <= kPatience; ++round) {
    if (prepare) prepare();
    const long before = ContextSwitches();
    attempt();
    if (ContextSwitches() - before == switches) return round;
  }
  throw Broken("no attempt had exactly " + std::to_string(switches) + " context switches");
}

std::uint64_t DespiteUpkeep(const std::function<std::uint64_t()>& look) {
  const std::uint64_t found = look();
  return found != 0 ? found : look();
}

void SetScheduling(int policy) {
  const sched_param lowest{sched_get_priority_min(policy)};
  Require(sched_setscheduler(0, policy, &lowest) == 0, "sched_setscheduler");
}

KeepScheduling::KeepScheduling() : policy_(sched_getscheduler(0)) {
  Require(policy_ != -1 && sched_getparam(0, &parameters_) == 0, "sched_getscheduler");
}

KeepScheduling::~KeepScheduling() { sched_setscheduler(0, policy_, &parameters_); }

Rival::Rival() {
  cpu_set_t mask;
  CPU_ZERO(&mask);
  Require(sched_getaffinity(0, sizeof mask, &mask) == 0, "sched_getaffinity");
  if (CPU_COUNT(&mask) != 1) throw Broken("a rival needs its caller to be pinned");
  thread_ = std::thread([this] {
    while (!stop_) {
      wanted_ = false;
      Doze();
    }
  });
}

Rival::~Rival() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void Rival::Preempt() {
  wanted_ = true;
  if (!EventuallySpinning([this] { return !wanted_; }))
    throw Broken("a thread was not preempted by its rival");
}

}  // namespace rct

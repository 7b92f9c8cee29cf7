// SPDX-License-Identifier: MIT
// The scheduler as the event, or kept from being one.
#ifndef RCT_SCHEDULE_H_
#define RCT_SCHEDULE_H_

#include <sched.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace rct {

// Makes the attempt again and again until the thread was switched out exactly `switches` times during it:
// what was seen then is the doing of the attempt alone, not of a chance preemption. What happens during
// `prepare`, before each attempt, does not count. Returns the number of attempts. Bounded; throws Broken.
int Undisturbed(const std::function<void()>& attempt, long switches = 0,
                const std::function<void()>& prepare = nullptr);

// What `look` finds in rseq_cs where nothing should have cleared it. Up to 6.18 one finding of 0 proves
// nothing: mm_cid's upkeep clears the rseq_cs of a thread outside its section, with no context switch, at the
// process's first tick and then once in 100 ms at most (kernel/sched/core.c, task_tick_mm_cid and
// MM_CID_SCAN_DELAY). A second one right after does, and is what is returned then.
std::uint64_t DespiteUpkeep(const std::function<std::uint64_t()>& look);

// Puts the calling thread under another scheduling policy (SCHED_…), with the lowest priority that it has.
// Throws Broken.
void SetScheduling(int policy);

// Restores the calling thread's scheduling policy at the end of its life.
class KeepScheduling {
 public:
  KeepScheduling();
  ~KeepScheduling();
  KeepScheduling(const KeepScheduling&) = delete;
  KeepScheduling& operator=(const KeepScheduling&) = delete;

 private:
  int policy_;
  sched_param parameters_{};
};

// Another thread that wants the caller's CPU, every now and then. The caller is pinned, before and for as
// long as it lives.
class Rival {
 public:
  Rival();
  ~Rival();
  Rival(const Rival&) = delete;
  Rival& operator=(const Rival&) = delete;

  // Spins in user mode, without any system call, until the rival has run. As the two share one CPU the caller
  // was preempted meanwhile, and that is all that happened to it. Bounded; throws Broken.
  void Preempt();

 private:
  std::atomic<bool> wanted_{false}, stop_{false};
  std::thread thread_;
};

}  // namespace rct

#endif  // RCT_SCHEDULE_H_

// SPDX-License-Identifier: MIT
// The scheduler as the event, or kept from being one.
#ifndef RCT_SCHEDULE_H_
#define RCT_SCHEDULE_H_

#include <sched.h>
#include <time.h>

#include <atomic>
#include <cstdint>
#include <functional>

#include "rct/file.h"
#include "rct/thread.h"

namespace rct {

// Makes the attempt again and again until the thread was switched out exactly `switches` times during it:
// what was seen then is the doing of the attempt alone, not of a chance preemption. What happens during
// `prepare`, before each attempt, does not count. Returns the number of attempts. Bounded; throws Broken.
int Undisturbed(const std::function<void()>& attempt, long switches = 0,
                const std::function<void()>& prepare = nullptr);

// What `look` finds in rseq_cs where nothing should have cleared it; or whether ids stand that nothing should
// have written. Up to 6.18 one finding of 0 proves nothing: upkeep of the process clears the rseq_cs of a
// thread outside its section and writes its ids, with no context switch:
// mm_cid's at its first tick and then once in 100 ms at most, memory's where there are NUMA nodes
// (kernel/sched/core.c, task_tick_mm_cid; kernel/sched/fair.c, task_tick_numa). So 0 is returned only after
// five short looks in a row that found 0, or, on a machine that is too busy for those, after fifty looks.
std::uint64_t DespiteUpkeep(const std::function<std::uint64_t()>& look);

// Puts the calling thread under another scheduling policy (SCHED_…), with the lowest priority that it has, or
// one so much above. Throws Broken.
void SetScheduling(int policy, int above = 0);

// Makes the calling thread get its CPU as soon as it wakes, and not only when the slice of an ordinary thread
// is over that has it: who takes shorter slices comes first (since 6.12; before it makes no difference).
void TakeShortSlices();

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
  // `turn` is what it does each time it has the CPU.
  explicit Rival(std::function<void()> turn = nullptr);
  ~Rival();
  Rival(const Rival&) = delete;
  Rival& operator=(const Rival&) = delete;

  // Spins in user mode, without any system call, until the rival has run. As the two share one CPU the caller
  // was preempted meanwhile, and that is all that happened to it. Bounded; throws Broken.
  void Preempt();

  // How often it has had the CPU. To ask is no system call.
  long turns() const { return turns_; }

 private:
  const std::function<void()> turn_;
  std::atomic<long> turns_{0};
  std::atomic<bool> stop_{false};
  Thread thread_;
};

// A rival that gets the CPU whenever it wants it, from a caller that nobody else can take it from: both are
// under SCHED_FIFO meanwhile. Skips without "root".
class RealTimeRival {
 public:
  explicit RealTimeRival(const std::function<void()>& turn = nullptr);
  Rival& operator*() { return rival_; }

 private:
  KeepScheduling keep_;
  Rival rival_;
};

// One interrupt of the caller's CPU that does two things: it sends the caller a signal, and wakes another
// thread that runs on that CPU only. The caller is pinned, before and for as long as it lives.
class Alarm {
 public:
  explicit Alarm(int signal);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // It comes a moment later, once.
  void Set();

 private:
  timer_t signaller_;
  File waker_;  // a timerfd, which the other thread reads
  File end_;    // an eventfd: it is no longer needed
  Thread woken_;
};

}  // namespace rct

#endif  // RCT_SCHEDULE_H_

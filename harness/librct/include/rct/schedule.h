// SPDX-License-Identifier: MIT
// Makes the scheduler cause an event, or keeps it from causing one.
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

// Repeats the attempt until the thread was switched out exactly `switches` times during it: the attempt alone
// then caused what it saw, not a chance preemption. `prepare` runs before each attempt and does not count.
// Returns the number of attempts. Bounded; throws Broken.
int Undisturbed(const std::function<void()>& attempt, long switches = 0,
                const std::function<void()>& prepare = nullptr);

// Repeats `look` and returns what it finds: an rseq_cs that nothing should clear, or non-zero while ids stand
// unchanged. Up to 6.18 a single 0 proves nothing: periodic work of the process clears the rseq_cs of a
// thread outside its section and writes its ids, without a context switch. mm_cid's work comes at the first
// tick and then at most once in 100 ms, that of NUMA balancing if there are nodes (task_tick_mm_cid,
// task_tick_numa). So this returns 0 only after five short looks in a row found 0, or after fifty looks on a
// busy machine.
std::uint64_t DespiteUpkeep(const std::function<std::uint64_t()>& look);

// Gives the calling thread another scheduling policy (SCHED_…), at the policy's lowest priority plus `above`.
// Throws Broken.
void SetScheduling(int policy, int above = 0);

// Lets the calling thread get its CPU as soon as it wakes, without waiting for the end of another thread's
// slice: shorter slices go first (since 6.12; no effect before).
void TakeShortSlices();

// Keeps the calling thread's scheduling policy; the destructor restores it.
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

// A competing thread: it wants the caller's CPU now and then. The caller must be pinned before, and while,
// this object lives.
class Rival {
 public:
  // The competing thread calls `turn` each time it has the CPU.
  explicit Rival(std::function<void()> turn = nullptr);
  ~Rival();
  Rival(const Rival&) = delete;
  Rival& operator=(const Rival&) = delete;

  // Spins in user mode, without any system call, until the competing thread has run. The two share one CPU,
  // so the caller was preempted, and nothing else happened to it. Bounded; throws Broken.
  void Preempt();

  // How often it has had the CPU. Reading it makes no system call.
  long turns() const { return turns_; }

 private:
  const std::function<void()> turn_;
  std::atomic<long> turns_{0};
  std::atomic<bool> stop_{false};
  Thread thread_;
};

// A competing thread that gets the CPU whenever it wants it, while nothing else can take it from the caller:
// both run under SCHED_FIFO. Skips without "root".
class RealTimeRival {
 public:
  explicit RealTimeRival(const std::function<void()>& turn = nullptr);
  Rival& operator*() { return rival_; }

 private:
  KeepScheduling keep_;
  Rival rival_;
};

// One timer interrupt on the caller's CPU that does two things: it sends the caller a signal, and wakes
// another thread bound to that CPU. The caller must be pinned before, and while, this object lives.
class Alarm {
 public:
  explicit Alarm(int signal);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;

  // Fires once, a moment later.
  void Set();

 private:
  timer_t signaller_;
  File waker_;  // a timerfd, which the other thread reads
  File end_;    // an eventfd that ends the other thread
  Thread woken_;
};

}  // namespace rct

#endif  // RCT_SCHEDULE_H_

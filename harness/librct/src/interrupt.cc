// SPDX-License-Identifier: MIT
#include "rct/interrupt.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <string>

#include "open_perf_event.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/file.h"
#include "rct/memory.h"
#include "rct/region.h"
#include "rct/verdict.h"

namespace rct {
namespace {

constexpr int kTicks = 1;  // more are rare without SCHED_FIFO: a preemption comes first
constexpr int kSamples = 3;
constexpr std::uint64_t kSamplingPeriod = 100'000;  // nanoseconds

// For events that last milliseconds: under SCHED_FIFO no ordinary thread preempts the victim. Without the
// permission for that, fewer section runs are undisturbed.
Event Lasting(const char* name) {
  Event event{name};
  sched_param parameters{};
  const int policy = sched_getscheduler(0);
  RequireCall(policy != -1 && sched_getparam(0, &parameters) == 0, "sched_getscheduler");
  event.prepare = [] {
    const sched_param lowest{sched_get_priority_min(SCHED_FIFO)};
    sched_setscheduler(0, SCHED_FIFO, &lowest);
  };
  event.restore = [policy, parameters] {
    RequireCall(sched_setscheduler(0, policy, &parameters) == 0, "sched_setscheduler");
  };
  return event;
}

// A timer that signals the thread that made it.
class Expirations {
 public:
  explicit Expirations(clockid_t clock) {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGRTMIN);
    Require(pthread_sigmask(SIG_BLOCK, &signals_, nullptr) == 0, "pthread_sigmask");
    sigevent notification{};
    notification.sigev_notify = SIGEV_THREAD_ID;
    notification.sigev_signo = SIGRTMIN;
    notification._sigev_un._tid = ThreadId();
    RequireCall(timer_create(clock, &notification, &timer_) == 0, "timer_create");
    const itimerspec often{{0, 1'000'000}, {0, 1'000'000}};
    RequireCall(timer_settime(timer_, 0, &often, nullptr) == 0, "timer_settime");
  }
  ~Expirations() { timer_delete(timer_); }
  Expirations(const Expirations&) = delete;
  Expirations& operator=(const Expirations&) = delete;

  bool HasExpired() {  // since the last call; waits for a moment
    const timespec moment{0, 1'000'000};
    return sigtimedwait(&signals_, nullptr, &moment) == SIGRTMIN;
  }

 private:
  sigset_t signals_;
  timer_t timer_;
};

// How many samples are in an event's buffer, which was empty at first.
int CountSamples(const volatile perf_event_mmap_page& head, const std::byte* records) {
  int samples = 0;
  const std::uint64_t end = head.data_head;
  std::atomic_thread_fence(std::memory_order_acquire);
  for (std::uint64_t at = 0; at < end && at < PageSize();) {
    const auto& record = *reinterpret_cast<const perf_event_header*>(records + at);
    samples += record.type == PERF_RECORD_SAMPLE ? 1 : 0;
    at += record.size;
  }
  return samples;
}

}  // namespace

Event Tick(const Area* area) {
  clockid_t clock;
  errno = pthread_getcpuclockid(pthread_self(), &clock);
  RequireCall(errno == 0, "pthread_getcpuclockid");
  Event event = Lasting("tick");
  event.provoke = [area, clock] {
    Expirations expirations(clock);
    int ticks = 0;
    // A victim that left its section may sleep, and then its CPU time stops.
    WaitFor("ticks", [&] { return (ticks += expirations.HasExpired()) >= kTicks || area->rseq_cs == 0; });
    return ticks >= kTicks;
  };
  return event;
}

Event Sampling(const Area* area) {
  Needs("cpu-clock-sampling");
  Event event = Lasting("sample by perf");
  event.provoke = [area, victim = ThreadId()] {
    const File file(OpenCpuClock(victim, kSamplingPeriod));
    RequireCall(static_cast<bool>(file), "perf_event_open of a thread's CPU clock");
    const std::size_t size = 2 * PageSize();
    const Region buffer(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0), size);
    RequireCall(static_cast<bool>(buffer), "mmap of a buffer for samples");
    const auto& head = *reinterpret_cast<const volatile perf_event_mmap_page*>(buffer.begin());
    const std::byte* const records = buffer.begin() + PageSize();
    int samples = 0;
    WaitFor("samples", [&] {
      samples = CountSamples(head, records);
      return samples >= kSamples || area->rseq_cs == 0;
    });
    return samples >= kSamples;
  };
  return event;
}

Event ProtectedPages() {
  Event event = Lasting("change of the process's memory");
  event.provoke = [] {
    // Each of the three changes interrupts the victim's CPU. More would make a preemption likely.
    Mapping pages(4);
    *pages.As<int>() = 1;  // the kernel need not flush a page that was never written
    pages.Protect(PROT_READ);
    pages.Protect(PROT_READ | PROT_WRITE);
    *pages.As<int>() = 2;
    pages.Discard();
    return true;
  };
  return event;
}

}  // namespace rct

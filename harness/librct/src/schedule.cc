// SPDX-License-Identifier: MIT
#include "rct/schedule.h"

#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <utility>

#include "cpu_set.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"
#include "until.h"

namespace rct {
namespace {

void RequirePinned() {
  if (CpuSet::Of(0).cpus().size() != 1)
    throw Broken("a thread that shares its CPU with another one must be pinned");
}

}  // namespace

int Undisturbed(const std::function<void()>& attempt, long switches, const std::function<void()>& prepare) {
  const auto undisturbed = [&](int /*attempt*/) {
    if (prepare) prepare();
    const long before = ContextSwitches();
    attempt();
    return ContextSwitches() - before == switches;
  };
  return UntilOneCounts(undisturbed,
                        "no attempt had exactly " + std::to_string(switches) + " context switches");
}

std::uint64_t DespiteUpkeep(const std::function<std::uint64_t()>& look) {
  // Five short looks in a row last at most 200 ms. In that time mm_cid's work comes at most three times and
  // NUMA balancing's once.
  constexpr std::chrono::milliseconds kShort{40};
  constexpr int kLooks = 50;  // the periodic work cannot hit each of so many longer looks
  for (int looks = 0, in_a_row = 0; looks < kLooks && in_a_row < 5; ++looks) {
    const auto begin = std::chrono::steady_clock::now();
    if (const std::uint64_t found = look(); found != 0) return found;
    in_a_row = std::chrono::steady_clock::now() - begin < kShort ? in_a_row + 1 : 0;
  }
  return 0;
}

void SetScheduling(int policy, int above) {
  const sched_param priority{sched_get_priority_min(policy) + above};
  RequireCall(sched_setscheduler(0, policy, &priority) == 0, "sched_setscheduler");
}

void TakeShortSlices() {
  struct {
    std::uint32_t size, policy;
    std::uint64_t flags;
    std::int32_t nice;
    std::uint32_t priority;
    std::uint64_t runtime, deadline, period;
  } attributes{};  // struct sched_attr, in its first version
  if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  attributes.runtime = 100'000;  // nanoseconds; the shortest allowed
  syscall(SYS_sched_setattr, 0, &attributes, 0);
}

KeepScheduling::KeepScheduling() : policy_(sched_getscheduler(0)) {
  RequireCall(policy_ != -1 && sched_getparam(0, &parameters_) == 0, "sched_getscheduler");
}

KeepScheduling::~KeepScheduling() { sched_setscheduler(0, policy_, &parameters_); }

Rival::Rival(std::function<void()> turn) : turn_(std::move(turn)) {
  RequirePinned();
  thread_ = Thread([this] {
    TakeShortSlices();
    while (!stop_) {
      ++turns_;
      if (turn_) turn_();
      Doze();
    }
  });
}

Rival::~Rival() { stop_ = true; }

void Rival::Preempt() {
  const long before = turns_;
  if (!EventuallySpinning([this, before] { return turns_ != before; }))
    throw Broken("a thread was not preempted by its rival");
}

RealTimeRival::RealTimeRival(const std::function<void()>& turn)
    : rival_((NeedsRoot(), [turn] {
        SetScheduling(SCHED_FIFO, 1);
        if (turn) turn();
      })) {
  WaitFor("a rival's first turn", [this] { return rival_.turns() > 1; });
  SetScheduling(SCHED_FIFO);
}

Alarm::Alarm(int signal)
    : waker_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)), end_(eventfd(0, EFD_CLOEXEC)) {
  RequirePinned();
  RequireCall(waker_ && end_, "timerfd_create, eventfd");
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = signal;
  event._sigev_un._tid = ThreadId();
  RequireCall(timer_create(CLOCK_MONOTONIC, &event, &signaller_) == 0, "timer_create");
  woken_ = Thread([this] {
    pollfd files[] = {{waker_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}};
    std::uint64_t times;
    while (Uninterrupted([&] { return poll(files, 2, -1); }) > 0 && files[1].revents == 0)
      Uninterrupted([&] { return read(waker_.get(), &times, sizeof times); });
  });
}

Alarm::~Alarm() {
  eventfd_write(end_.get(), 1);
  woken_.Finish();
  timer_delete(signaller_);
}

void Alarm::Set() {
  constexpr long kSoon = 200'000, kSecond = 1'000'000'000;
  itimerspec when{};
  clock_gettime(CLOCK_MONOTONIC, &when.it_value);
  when.it_value.tv_nsec += kSoon;
  if (when.it_value.tv_nsec >= kSecond)
    when.it_value = {when.it_value.tv_sec + 1, when.it_value.tv_nsec - kSecond};
  // Both expire in the same interrupt: they are due at the same time, on the same CPU.
  RequireCall(timerfd_settime(waker_.get(), TFD_TIMER_ABSTIME, &when, nullptr) == 0, "timerfd_settime");
  RequireCall(timer_settime(signaller_, TIMER_ABSTIME, &when, nullptr) == 0, "timer_settime");
}

}  // namespace rct

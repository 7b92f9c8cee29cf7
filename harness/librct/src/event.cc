// SPDX-License-Identifier: MIT
#include "rct/event.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <exception>
#include <functional>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

#include "deadline.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/pass.h"
#include "rct/schedule.h"
#include "rct/syscall.h"
#include "rct/thread.h"
#include "rct/trap.h"
#include "rct/verdict.h"
#include "until.h"

namespace rct {
namespace {

// How long, and for how many looks, the helper waits for the victim to be inside. If something else disarmed
// the section, or the victim gets no CPU, the section run does not count.
constexpr std::chrono::milliseconds kDisarmed{2};
constexpr int kLooks = 10;

std::atomic<int> handled{0};
void CountSignal(int /*signal*/) { ++handled; }

void Handle(int signal, void (*handler)(int)) {
  struct sigaction action{};
  RequireCall(sigaction(signal, nullptr, &action) == 0, "sigaction");
  const auto now = action.sa_handler;
  if (now != SIG_DFL && now != SIG_IGN && now != CountSignal)
    throw Broken(std::string("an event has a second handler at the same time for SIG") +
                 sigabbrev_np(signal));
  action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  RequireCall(sigaction(signal, &action, nullptr) == 0, "sigaction");
}

void SendTo(pid_t thread, int signal) {
  RequireCall(syscall(SYS_tgkill, getpid(), thread, signal) == 0, "tgkill");
}

// A membarrier(2) that is an event, or part of one, must work.
void Barrier(int command, unsigned flags = 0, int cpu = 0) {
  const SyscallResult result = rct::Membarrier(command, flags, cpu);
  if (result.value == 0) return;
  std::ostringstream what;
  what << "a membarrier that must work: " << result;
  throw Broken(what.str());
}

Event Membarrier(const char* name, const char* requirement, unsigned flags) {
  Event event{name, requirement};
  const int cpu = AllowedCpus().front();  // the victim's, see SpinThrough
  event.prepare = [] { Barrier(kMembarrierRegisterRseq); };
  event.provoke = [flags, cpu] {
    Barrier(kMembarrierRseq, flags, cpu);
    return true;
  };
  return event;
}

// Interrupts the victim with something that is not an event. When this returns, anything pending for the
// victim's next return to user mode has taken effect: a wrong abort would have happened by now.
void PassThroughKernel() { Barrier(kMembarrierPrivateExpedited); }
void PreparePassThroughKernel() { Barrier(kMembarrierRegisterPrivateExpedited); }

// A signal that has no effect on its receiver.
Event UnnoticedSignal(const char* name, int signal) {
  Event event{name};
  event.prepare = PreparePassThroughKernel;
  event.provoke = [signal, victim = ThreadId()] {
    SendTo(victim, signal);
    PassThroughKernel();
    return true;
  };
  return event;
}

// The helper's side of SpinThrough. Between section runs the two wait for each other asleep: threads that
// yield in a loop starve if many threads want the CPU.
class Helper {
 public:
  Helper(const Event& event, int cpu, const volatile Area* area, std::uint32_t armed,
         std::atomic<std::uint32_t>& word)
      : event_(event), cpu_(cpu), area_(area), armed_(armed), word_(word), thread_([this] { Run(); }) {}
  ~Helper() {
    Tell([this] { stop_ = true; });
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  // Returns once the helper runs on its CPU. Otherwise the event would come only when helper and victim got
  // their CPUs at the same time by chance.
  void Begin() {
    left_ = false;
    provoked_ = false;
    Tell([this] { ++round_; });
    if (!event_.same_cpu) Await("the helper's start of a round", ready_);
  }
  // After the victim left the section: returns if the event was provoked. Rethrows what the helper threw.
  bool End() {
    left_ = true;
    Await("the helper's end of a round", done_);
    if (error_) std::rethrow_exception(error_);
    return provoked_;
  }

 private:
  void Tell(const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  void Await(const char* what, const int& round) {
    std::unique_lock lock(mutex_);
    // Twice: a real-time thread of another case can keep the helper from its CPU for one LongTime().
    if (!changed_.wait_for(lock, 2 * LongTime(), [&] { return round == round_; }))
      throw Broken(std::string(what) + " did not happen");
  }
  bool AwaitRound(int round) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return round_ == round || stop_; });
    return round_ == round;
  }

  void Run() {
    for (int round = 1; AwaitRound(round); ++round) {
      try {
        if (event_.take_place)
          event_.take_place(cpu_);
        else
          Pin(cpu_);
        Tell([this, round] { ready_ = round; });
        if (VictimIsInside()) provoked_ = event_.provoke();
      } catch (...) {
        error_ = std::current_exception();
      }
      word_ = 1;
      if (event_.release) event_.release();
      Tell([this, round] { ready_ = done_ = round; });
    }
  }

  void Relax() const {
    if (event_.same_cpu) Doze();
  }

  // The last instruction before the section stores rseq_cs, so the victim is inside once the helper sees it.
  bool VictimIsInside() const {
    const auto end = std::chrono::steady_clock::now() + kDisarmed;
    for (int looks = 0; static_cast<std::uint32_t>(area_->rseq_cs) != armed_; ++looks) {
      if (left_ || (looks >= kLooks && std::chrono::steady_clock::now() > end)) return false;
      Relax();
    }
    return true;
  }

  const Event& event_;
  const int cpu_;
  const volatile Area* area_;
  const std::uint32_t armed_;
  std::atomic<std::uint32_t>& word_;
  std::atomic<bool> left_{false}, provoked_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;  // changed by Tell, like the rounds below
  int round_ = 0, ready_ = 0, done_ = 0;
  std::exception_ptr error_;
  Thread thread_;
};

}  // namespace

Event Preemption() {
  Event event{"preemption", "abort.on-preemption"};
  event.same_cpu = true;
  event.involves_switch = true;
  event.provoke = [] { return true; };  // the event has happened if the helper runs at all
  return event;
}

Event FifoPreemption() {
  Event event = Preemption();
  event.name = "preemption by a thread under SCHED_FIFO";
  event.requirement = "abort.on-real-time-preemption";
  event.take_place = [](int cpu) {
    Pin(cpu);
    SetScheduling(SCHED_FIFO);
  };
  return event;
}

Event DeadlinePreemption() {
  Event event = Preemption();
  event.name = "preemption by a thread under SCHED_DEADLINE";
  event.requirement = "abort.on-deadline-preemption";
  // A SCHED_DEADLINE thread cannot be pinned. It stays on its CPU because no other such thread is there when
  // it wakes.
  event.take_place = [](int cpu) {
    SetScheduling(SCHED_OTHER);
    Pin(cpu);
    RequireCall(TryBecomeDeadline(), "sched_setattr(SCHED_DEADLINE)");
  };
  event.provoke = [cpu = static_cast<unsigned>(AllowedCpus().front())] { return WhereAmI().cpu == cpu; };
  return event;
}

Event Migration() {
  Event event{"migration", "abort.on-migration"};
  event.involves_switch = true;
  event.migrates = true;
  event.provoke = [victim = ThreadId()] {
    const std::vector<int>& cpus = AllowedCpus();
    // If there is no third CPU, the helper waits on the CPU where the victim arrives. It gets both CPUs, so
    // that it can continue without preempting the victim there, which would be another event.
    if (cpus.size() == 2) Pin(cpus);
    Pin(cpus.at(1), victim);  // returns once the victim has been moved
    return true;
  };
  return event;
}

Event HandledSignal() {
  Event event{"handled signal", "abort.on-signal"};
  event.prepare = [] {
    handled = 0;
    Handle(SIGUSR1, CountSignal);
  };
  event.provoke = [victim = ThreadId()] {
    SendTo(victim, SIGUSR1);
    WaitFor("the handler of a signal that was sent to a running thread", [] { return handled > 0; });
    return true;
  };
  event.restore = [] { Handle(SIGUSR1, SIG_DFL); };
  return event;
}

Event TimerSignal() {
  Event event = HandledSignal();
  event.name = "signal of a timer";
  event.requirement = "signal.timer";
  event.provoke = [victim = ThreadId()] {
    sigevent notification{};
    notification.sigev_notify = SIGEV_THREAD_ID;
    notification.sigev_signo = SIGUSR1;
    notification._sigev_un._tid = victim;
    timer_t timer;
    RequireCall(timer_create(CLOCK_MONOTONIC, &notification, &timer) == 0, "timer_create");
    const itimerspec once{{0, 0}, {0, 1}};
    RequireCall(timer_settime(timer, 0, &once, nullptr) == 0, "timer_settime");
    WaitFor("the handler of a timer's signal", [] { return handled > 0; });
    timer_delete(timer);
    return true;
  };
  return event;
}

Event IgnoredSignal() {
  Event event = UnnoticedSignal("ignored signal", SIGUSR1);
  event.prepare = [] {
    PreparePassThroughKernel();
    Handle(SIGUSR1, SIG_IGN);
  };
  event.restore = [] { Handle(SIGUSR1, SIG_DFL); };
  return event;
}

Event DefaultIgnoredSignal() { return UnnoticedSignal("default-ignored signal", SIGWINCH); }

Event BlockedSignal() {
  Event event = UnnoticedSignal("blocked signal", SIGUSR1);
  event.prepare = [] {
    PreparePassThroughKernel();
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    Require(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0, "pthread_sigmask");
  };
  event.restore = [] {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    const timespec now{0, 0};
    const int taken = sigtimedwait(&set, nullptr, &now);
    RequireCall(taken == SIGUSR1 || errno == EAGAIN, "sigtimedwait");
    Require(pthread_sigmask(SIG_UNBLOCK, &set, nullptr) == 0, "pthread_sigmask");
  };
  return event;
}

Event MembarrierToAll() { return Membarrier("membarrier", "abort.on-membarrier", 0); }
Event MembarrierToCpu() {
  return Membarrier("membarrier to one CPU", "abort.on-membarrier-to-cpu", kMembarrierCpu);
}

Event PlainMembarrier() {
  Event event{"membarrier that is not for rseq"};
  event.prepare = PreparePassThroughKernel;
  event.provoke = [] {
    PassThroughKernel();
    return true;
  };
  return event;
}

namespace {

// True if only the event can have caused the outcome, given that it happened.
bool Counts(const Event& event, const Passage& passage, long switches, bool moved) {
  if (event.sleeps) return passage.preemptions == 0;
  if (!event.involves_switch) return switches == 0;
  // Exactly one switch, from one CPU to the other: more may include a preemption that caused the abort.
  // Without an abort the victim was inside throughout.
  if (event.migrates) return !passage.aborted || (switches == 1 && moved);
  return true;
}

}  // namespace

Passage SpinThrough(Section& section, Area* area, const Event& event) {
  if (!event.same_cpu) NeedsCpus(2);
  const KeepAffinity keep;
  const int victim_cpu = AllowedCpus().front();
  const int helper_cpu = event.same_cpu ? victim_cpu : AllowedCpus().back();
  std::atomic<std::uint32_t> word{0};
  section.frame.operand = &word;
  const auto armed = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(section.frame.descriptor));
  Helper helper(event, helper_cpu, area, armed, word);
  Passage passage{};
  const auto counts = [&](int round) {
    word = 0;
    Pin(victim_cpu);
    if (event.prepare) event.prepare();
    helper.Begin();
    const long before = ContextSwitches();
    SettleEvents(section, area);
    passage = section.Enter(area);
    const bool moved = WhereAmI().cpu != static_cast<unsigned>(victim_cpu);
    const long switches = ContextSwitches() - before;
    passage.provoked = helper.End();
    passage.rounds = round;
    if (event.restore) event.restore();
    return passage.provoked && Counts(event, passage, switches, moved);
  };
  UntilOneCounts(counts,
                 std::string("no pass through the section had a ") + event.name + " and nothing else in it");
  return passage;
}

Passage SpinUndisturbed(Section& section, Area* area) {
  std::atomic<std::uint32_t> word{1};
  section.frame.operand = &word;
  return PassUndisturbed(section, area);
}

}  // namespace rct

// SPDX-License-Identifier: MIT
#include "rct/event.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <exception>
#include <thread>

#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/syscall.h"
#include "rct/verdict.h"

namespace rct {
namespace {

constexpr int kPatience = 1000;  // passes until one counts
constexpr std::chrono::milliseconds kDisarmed{
    20};  // how long a pass that something else disarmed is waited for

std::atomic<int> handled{0};
void CountSignal(int /*signal*/) { ++handled; }

void Handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  Require(sigaction(signal, &action, nullptr) == 0, "sigaction");
}

void SendTo(pid_t thread, int signal) {
  Require(syscall(SYS_tgkill, getpid(), thread, signal) == 0, "tgkill");
}

Event Membarrier(const char* name, unsigned flags) {
  Event event{name};
  const int cpu = AllowedCpus().front();  // the victim's, see SpinThrough
  event.provoke = [flags, cpu] {
    const SyscallResult result = rct::Membarrier(kMembarrierRseq, flags, cpu);
    EXPECT_EQ(result.value, 0) << result;
    return result.value == 0;
  };
  return event;
}

// The helper's side of SpinThrough.
class Helper {
 public:
  Helper(const Event& event, int cpu, const volatile Area* area, std::uint32_t armed,
         std::atomic<std::uint32_t>& word)
      : event_(event), cpu_(cpu), area_(area), armed_(armed), word_(word), thread_([this] { Run(); }) {}
  ~Helper() {
    stop_ = true;
    thread_.join();
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  void Begin() {
    left_ = false;
    provoked_ = false;
    ++round_;
  }
  // After the victim has left the section: was the event provoked? Rethrows what the helper threw.
  bool End() {
    left_ = true;
    WaitFor("the helper's end of a round", [this] { return done_ == round_; });
    if (error_) std::rethrow_exception(error_);
    return provoked_;
  }

 private:
  void Relax() const {
    if (event_.same_cpu) sched_yield();
  }

  void Run() {
    for (int round = 1;; ++round) {
      while (round_ < round) {
        if (stop_) return;
        sched_yield();
      }
      try {
        Pin(cpu_);
        if (VictimIsInside()) provoked_ = event_.provoke();
      } catch (...) {
        error_ = std::current_exception();
      }
      word_ = 1;
      done_ = round;
    }
  }

  // rseq_cs is stored by the last instruction before the section: whoever sees it set knows that the victim
  // is inside.
  bool VictimIsInside() const {
    const auto end = std::chrono::steady_clock::now() + kDisarmed + LongTime() * (event_.same_cpu ? 1 : 0);
    while (static_cast<std::uint32_t>(area_->rseq_cs) != armed_) {
      if (left_ || std::chrono::steady_clock::now() > end) return false;
      Relax();
    }
    return true;
  }

  const Event& event_;
  const int cpu_;
  const volatile Area* area_;
  const std::uint32_t armed_;
  std::atomic<std::uint32_t>& word_;
  std::atomic<bool> stop_{false}, left_{false}, provoked_{false};
  std::atomic<int> round_{0}, done_{0};
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace

Event Preemption() {
  Event event{"preemption"};
  event.same_cpu = true;
  event.involves_switch = true;
  event.provoke = [] { return true; };  // that the helper runs at all is the event
  return event;
}

Event Migration() {
  Event event{"migration"};
  event.involves_switch = true;
  event.provoke = [victim = ThreadId()] {
    Pin(AllowedCpus().at(1), victim);  // returns when the victim has been moved
    return true;
  };
  return event;
}

Event HandledSignal() {
  Event event{"handled signal"};
  event.prepare = [] {
    handled = 0;
    Handle(SIGUSR1, CountSignal);
  };
  event.provoke = [victim = ThreadId()] {
    SendTo(victim, SIGUSR1);
    return Eventually([] { return handled > 0; });
  };
  event.restore = [] { Handle(SIGUSR1, SIG_DFL); };
  return event;
}

Event IgnoredSignal() {
  Event event{"ignored signal"};
  event.prepare = [] { Handle(SIGUSR1, SIG_IGN); };
  event.provoke = [victim = ThreadId()] {
    SendTo(victim, SIGUSR1);
    return true;
  };
  event.restore = [] { Handle(SIGUSR1, SIG_DFL); };
  return event;
}

Event DefaultIgnoredSignal() {
  Event event{"default-ignored signal"};
  event.provoke = [victim = ThreadId()] {
    SendTo(victim, SIGWINCH);
    return true;
  };
  return event;
}

Event BlockedSignal() {
  Event event{"blocked signal"};
  event.prepare = [] {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    Require(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0, "pthread_sigmask");
  };
  event.provoke = [victim = ThreadId()] {
    SendTo(victim, SIGUSR1);
    return true;
  };
  event.restore = [] {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    const timespec now{0, 0};
    const int taken = sigtimedwait(&set, nullptr, &now);
    Require(taken == SIGUSR1 || errno == EAGAIN, "sigtimedwait");
    Require(pthread_sigmask(SIG_UNBLOCK, &set, nullptr) == 0, "pthread_sigmask");
  };
  return event;
}

Event MembarrierToAll() { return Membarrier("membarrier", 0); }
Event MembarrierToCpu() { return Membarrier("membarrier to one CPU", kMembarrierCpu); }

Passage SpinThrough(Section& section, Area* area, const Event& event) {
  if (!event.same_cpu) NeedsCpus(2);
  const KeepAffinity keep;
  const int victim_cpu = AllowedCpus().front();
  const int helper_cpu = event.same_cpu ? victim_cpu : AllowedCpus().at(1);
  std::atomic<std::uint32_t> word{0};
  section.frame.operand = &word;
  const auto armed = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(section.frame.descriptor));
  Helper helper(event, helper_cpu, area, armed, word);
  for (int round = 1; round <= kPatience; ++round) {
    word = 0;
    Pin(victim_cpu);
    if (event.prepare) event.prepare();
    helper.Begin();
    Passage passage = section.Enter(area);
    passage.provoked = helper.End();
    passage.rounds = round;
    if (event.restore) event.restore();
    if (passage.provoked && (event.involves_switch || passage.switches == 0)) return passage;
  }
  throw Broken(std::string("no pass through the section had a ") + event.name + " and nothing else in it");
}

}  // namespace rct

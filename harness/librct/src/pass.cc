// SPDX-License-Identifier: MIT
#include "rct/pass.h"

#include <sched.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <functional>
#include <string>

#include "child_report.h"
#include "cpu_set.h"
#include "rct/condition.h"
#include "rct/cpu.h"
#include "rct/event.h"
#include "rct/file.h"
#include "rct/handler.h"
#include "rct/memory.h"
#include "rct/schedule.h"
#include "rct/thread.h"
#include "rct/trap.h"
#include "rct/uninterrupted.h"
#include "rct/verdict.h"
#include "stream.h"
#include "uncaught.h"
#include "until.h"

namespace rct {
namespace {

// Runs until the thread was switched out once and the call returned 0. `counts` decides if the call caused
// the switch, because a preemption before or after the call is also one.
Passage PassSwitchedOnce(Section& section, Area* area, const std::function<void()>& prepare,
                         const std::function<bool(const Passage&)>& counts) {
  int uncalled = 0, unswitched = 0;
  Passage passage{};
  const auto switched_once = [&](int round) {
    prepare();
    section.frame.result = -1;
    passage = section.Enter(area);
    passage.provoked = true;
    passage.rounds = round;
    if (section.frame.result != 0) {
      ++uncalled;
    } else if (passage.switches == 0) {
      ++unswitched;
    } else {
      return passage.switches == 1 && counts(passage);
    }
    return false;
  };
  UntilOneCounts(switched_once, [&] {
    return "no pass through the section gave up its CPU exactly once: of " + std::to_string(kPatience) +
           ", " + std::to_string(unswitched) + " kept it, " + std::to_string(uncalled) +
           " did not come to their call, the others were preempted";
  });
  return passage;
}

// A thread with its creator's policy and CPU, which yields to its creator in a loop.
class Yielder {
 public:
  Yielder()
      : thread_([this] {
          while (!stop_) sched_yield();
        }) {}
  ~Yielder() { stop_ = true; }
  Yielder(const Yielder&) = delete;
  Yielder& operator=(const Yielder&) = delete;

 private:
  std::atomic<bool> stop_{false};
  Thread thread_;
};

void Call(Section& section, long number) {
  section.frame.number = number;
  std::memset(section.frame.argument, 0, sizeof section.frame.argument);
}

}  // namespace

Passage PassUndisturbed(Section& section, Area* area) {
  Passage passage{};
  const int rounds = Undisturbed([&] {
    SettleEvents(section, area);
    passage = section.Enter(area);
  });
  passage.provoked = true;
  passage.rounds = rounds;
  return passage;
}

Passage PassRaising(Section& section, Area* area) {
  int handled = 0;
  const Handler handler(SIGUSR1, [&](void*) { ++handled; });
  Call(section, SYS_tgkill);
  section.frame.argument[0] = getpid();
  section.frame.argument[1] = ThreadId();
  section.frame.argument[2] = SIGUSR1;
  const Passage passage = PassUndisturbed(section, area);
  if (handled == 0) throw Broken("the handler of a signal that a thread sent to itself never ran");
  return passage;
}

Passage PassAsleep(Section& section, Area* area) {
  timespec moment{};
  Call(section, SYS_ppoll);  // without files: returns 0 when the time is up
  section.frame.argument[2] = reinterpret_cast<long>(&moment);
  const auto prepare = [&] { moment = {0, 100'000}; };  // the kernel overwrites it with the remaining time
  return PassSwitchedOnce(section, area, prepare, [](const Passage& passage) {
    return passage.preemptions == 0;  // the timer may expire before the sleep
  });
}

Passage PassYielding(Section& section, Area* area) {
  NeedsRoot();
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  const KeepScheduling scheduling;
  SetScheduling(SCHED_FIFO);
  const Yielder other;
  Call(section, SYS_sched_yield);
  // Neither of two equal threads preempts the other, and a thread that yields loses the CPU: the one switch.
  return PassSwitchedOnce(section, area, [] {}, [](const Passage&) { return true; });
}

Passage PassMoving(Section& section, Area* area) {
  NeedsCpus(2);
  const CpuSet there({AllowedCpus().at(1)});
  Call(section, SYS_sched_setaffinity);
  section.frame.argument[1] = static_cast<long>(there.size());
  section.frame.argument[2] = reinterpret_cast<long>(there.set());
  // A thread that moves itself is switched out once.
  return PassSwitchedOnce(
      section, area, [] { Pin(AllowedCpus().front()); }, [](const Passage&) { return true; });
}

Forked PassForking(Section& section, Area* area, const std::function<void()>& then_in_child) {
  struct Report {
    Passage passage;
    bool disturbed;
  };
  const Shared<Report> child;
  const Shared<ChildReport> report;
#ifdef SYS_fork
  Call(section, SYS_fork);
#else  // newer architectures have no fork(2); their clone(2) takes the flags first
  Call(section, SYS_clone);
  section.frame.argument[0] = SIGCHLD;
#endif
  const pid_t parent = getpid();
  Passage passage{};
  const auto undisturbed = [&](int round) {
    child->disturbed = true;
    report->count = 0;
    SettleEvents(section, area);
    section.frame.result = -1;
    passage = section.Enter(area);
    if (getpid() != parent) {
      if (then_in_child) {
        stream::ReportTo(&*report);
        try {
          then_in_child();
        } catch (...) {
          ReportException();
        }
      }
      passage.switches = ContextSwitches();
      *child = {passage, passage.switches != 0};
      _exit(0);
    }
    // If the section was aborted before its call, `result` is not a child.
    const auto pid = static_cast<pid_t>(section.frame.result);
    if (pid <= 0 || Uninterrupted([pid] { return waitpid(pid, nullptr, 0); }) != pid) return false;
    if (passage.switches != 0 || child->disturbed) return false;
    passage.provoked = child->passage.provoked = true;
    passage.rounds = round;
    Adopt(*report);
    return true;
  };
  UntilOneCounts(undisturbed, "every parent or its child was preempted");
  return {passage, child->passage};
}

Passage PassInterrupted(Section& section, Area* area, int flags, std::uintptr_t* handler_pc) {
  std::atomic<int> handled{0};
  const Handler handler(
      SIGUSR1,
      [&](void* context) {
        *handler_pc = ContextPc(context);
        ++handled;
      },
      flags);
  File source;
  std::uint64_t value = 0;
  Event event{"signal that interrupts a call in its sleep"};
  event.same_cpu = true;
  event.sleeps = true;
  event.prepare = [&] {
    source = File(eventfd(0, EFD_CLOEXEC));
    RequireCall(static_cast<bool>(source), "eventfd");
    handled = 0;
    Call(section, SYS_read);
    section.frame.argument[0] = source.get();
    section.frame.argument[1] = reinterpret_cast<long>(&value);
    section.frame.argument[2] = sizeof value;
  };
  event.provoke = [&, victim = ThreadId()] {
    // If it is armed and asleep, it sleeps in the section's call.
    WaitFor("the section's sleep or its end", [&] { return area->rseq_cs == 0 || IsAsleep(victim); });
    if (area->rseq_cs == 0) return false;
    RequireCall(syscall(SYS_tgkill, getpid(), victim, SIGUSR1) == 0, "tgkill");
    WaitFor("the handler of the signal", [&] { return handled > 0; });
    return true;
  };
  event.release = [&] { eventfd_write(source.get(), 1); };
  return SpinThrough(section, area, event);
}

}  // namespace rct

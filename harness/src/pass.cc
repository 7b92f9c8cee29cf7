// SPDX-License-Identifier: MIT
#include "rct/pass.h"

#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <functional>
#include <string>

#include "rct/cpu.h"
#include "rct/handler.h"
#include "rct/schedule.h"
#include "rct/trap.h"
#include "rct/verdict.h"

namespace rct {
namespace {

constexpr int kPatience = 1000;  // passes; under any load one of a microsecond is left alone much sooner

// One switch and a call that returned 0: a pass that was also preempted in user mode has more of them, or
// never came to its call.
Passage PassSwitchedOnce(Section& section, Area* area, const std::function<void()>& prepare) {
  int uncalled = 0, unswitched = 0;
  for (int round = 1; round <= kPatience; ++round) {
    prepare();
    section.frame.result = -1;
    Passage passage = section.Enter(area);
    if (section.frame.result != 0) {
      ++uncalled;
    } else if (passage.switches == 0) {
      ++unswitched;
    } else if (passage.switches == 1) {
      passage.provoked = true;
      passage.rounds = round;
      return passage;
    }
  }
  throw Broken("no pass through the section gave up its CPU exactly once: of " + std::to_string(kPatience) +
               ", " + std::to_string(unswitched) + " kept it, " + std::to_string(uncalled) +
               " did not come to their call, the others were switched out more often");
}

void Call(Section& section, long number) {
  section.frame.number = number;
  std::memset(section.frame.argument, 0, sizeof section.frame.argument);
}

}  // namespace

Passage PassUndisturbed(Section& section, Area* area) {
  for (int round = 1; round <= kPatience; ++round) {
    const long before = ContextSwitches();
    SettleEvents(section, area);
    Passage passage = section.Enter(area);
    if (ContextSwitches() != before) continue;
    passage.provoked = true;
    passage.rounds = round;
    return passage;
  }
  throw Broken("no pass through the section was left alone by the scheduler");
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
  Call(section, SYS_ppoll);  // of no files at all: it returns 0 when the time is up
  section.frame.argument[2] = reinterpret_cast<long>(&moment);
  return PassSwitchedOnce(section, area, [&] {
    moment = {0, 100'000};  // the kernel writes what is left
  });
}

Passage PassYielding(Section& section, Area* area) {
  const KeepAffinity keep;
  Pin(AllowedCpus().front());
  Rival rival;
  rival.Preempt();  // a thread that has just begun is behind its creator in the queue for a while
  Call(section, SYS_sched_yield);
  return PassSwitchedOnce(section, area, [] {});
}

Passage PassMoving(Section& section, Area* area) {
  NeedsCpus(2);
  cpu_set_t there;
  CPU_ZERO(&there);
  CPU_SET(AllowedCpus().at(1), &there);
  Call(section, SYS_sched_setaffinity);
  section.frame.argument[1] = sizeof there;
  section.frame.argument[2] = reinterpret_cast<long>(&there);
  return PassSwitchedOnce(section, area, [] { Pin(AllowedCpus().front()); });
}

}  // namespace rct

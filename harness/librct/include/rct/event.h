// SPDX-License-Identifier: MIT
// T2 to T5: an event from outside, put inside a section by construction. The calling thread spins in the
// section; a helper thread waits until it is provably armed and inside, provokes the event, makes sure that
// it happened, and only then lets the spin end. Leaving the section the normal way is then a missed abort,
// known in microseconds.
#ifndef RCT_EVENT_H_
#define RCT_EVENT_H_

#include <functional>

#include "rct/section.h"

namespace rct {

// How an event is provoked. Made by the functions below.
struct Event {
  const char* name;
  const char* requirement = nullptr;  // says that it aborts (expected/requirements/), if anything does
  bool same_cpu = false;              // the helper shares the victim's CPU; else it has one of its own
  bool involves_switch = false;       // it cannot happen without a context switch of the victim
  // By the helper, before each pass: it goes to its CPU, where it is pinned if this is nothing.
  std::function<void(int cpu)> take_place = nullptr;
  // By the victim, before each pass.
  std::function<void()> prepare = nullptr;
  // By the helper, the victim being inside; true when the event has happened.
  std::function<bool()> provoke = nullptr;
  // By the helper, after each pass, provoked or not: lets go on what does not spin but sleeps.
  std::function<void()> release = nullptr;
  // By the victim, after each pass.
  std::function<void()> restore = nullptr;
  bool migrates = false;  // it takes the victim to another CPU
  bool sleeps = false;    // the victim sleeps in the section, of its own will
};

// T2: victim and helper share one CPU, so the helper can only run once the victim was preempted.
Event Preemption();
// T2, with a helper under SCHED_FIFO or SCHED_DEADLINE. For the latter see "deadline-scheduling".
Event FifoPreemption();
Event DeadlinePreemption();
// T3: the helper moves the victim to another CPU.
Event Migration();
// T4: the helper sends the victim a signal that has a handler, and waits for the handler.
Event HandledSignal();
// The same signal, sent by a timer (timer_create(2)) that expires once while the victim is inside.
Event TimerSignal();
// T4, but the signal does nothing to its receiver: ignored (SIG_IGN), ignored by default, or blocked. An
// interrupt then takes the victim through the kernel: an abort that must not come would have come.
Event IgnoredSignal();
Event DefaultIgnoredSignal();
Event BlockedSignal();
// T5: membarrier(PRIVATE_EXPEDITED_RSEQ), to every CPU or to the victim's only. It registers the process.
Event MembarrierToAll();
Event MembarrierToCpu();
// T5 with membarrier(PRIVATE_EXPEDITED): an interrupt of the victim, which is no event.
Event PlainMembarrier();

// Passes through a spinning section with the event inside it. Needs two CPUs unless the event says otherwise
// (skips). A pass that something else ended before the event does not count and is repeated (bounded); so is
// one in which an event that involves no context switch shared the pass with one, one that was aborted and in
// which a migration was not the only switch, and one in which a victim that sleeps was preempted too.
Passage SpinThrough(Section& section, Area* area, const Event& event);

// Passes undisturbed through a spinning section whose spin is over before it begins: the control of an event
// that aborts. Nothing but an event does, so it runs to its end (abort.not-on-interrupt).
Passage SpinUndisturbed(Section& section, Area* area);

// Expects, at every slot, that the event neither aborts nor disarms.
// Control: a signal with a handler aborts there.
void ExpectNoEvent(Area* area, const Event& event);

// Expects that the event, right after the commit and right before the first instruction, disarms and does not
// abort. Control: with the same instruction in the section's range it aborts, by the event's requirement.
void ExpectOnlyDisarmsOutside(Area* area, const Event& event);

}  // namespace rct

#endif  // RCT_EVENT_H_

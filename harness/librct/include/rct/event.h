// SPDX-License-Identifier: MIT
// T2 to T5: puts an event from outside inside a section by construction. The calling thread spins in the
// section. A helper thread waits until the caller is armed and inside, provokes the event, checks that it
// happened, and only then ends the spin. If the section then ends normally, the abort was missed.
#ifndef RCT_EVENT_H_
#define RCT_EVENT_H_

#include <functional>

#include "rct/section.h"

namespace rct {

// How an event is provoked. The functions below make them.
struct Event {
  const char* name;
  const char* requirement = nullptr;  // what promises that it aborts (expected/requirements/)
  bool same_cpu = false;              // the helper shares the victim's CPU; otherwise it has its own
  bool involves_switch = false;       // it cannot happen without a context switch of the victim
  // The helper calls it before each section run to go to its CPU. If null, the helper is pinned there.
  std::function<void(int cpu)> take_place = nullptr;
  // The victim calls it before each section run.
  std::function<void()> prepare = nullptr;
  // The helper calls it while the victim is inside; true once the event has happened.
  std::function<bool()> provoke = nullptr;
  // The helper calls it after each section run, even if unprovoked, to wake a victim that sleeps.
  std::function<void()> release = nullptr;
  // The victim calls it after each section run.
  std::function<void()> restore = nullptr;
  bool migrates = false;  // it moves the victim to another CPU
  bool sleeps = false;    // the victim sleeps voluntarily in the section
};

// T2: the victim and the helper share one CPU, so the helper can only run once the victim was preempted.
Event Preemption();
// T2, with a helper under SCHED_FIFO or SCHED_DEADLINE. The latter needs "deadline-scheduling".
Event FifoPreemption();
Event DeadlinePreemption();
// T3: the helper moves the victim to another CPU.
Event Migration();
// T4: the helper sends the victim a signal that has a handler, and waits for the handler.
Event HandledSignal();
// The same signal, sent by a timer (timer_create(2)) that expires once while the victim is inside.
Event TimerSignal();
// T4 with a signal that has no effect: ignored (SIG_IGN), ignored by default, or blocked. Afterwards an
// interrupt takes the victim through the kernel, so that a wrong abort would happen before the spin ends.
Event IgnoredSignal();
Event DefaultIgnoredSignal();
Event BlockedSignal();
// T5: membarrier(PRIVATE_EXPEDITED_RSEQ), to every CPU or only to the victim's. It registers the process.
Event MembarrierToAll();
Event MembarrierToCpu();
// T5 with membarrier(PRIVATE_EXPEDITED): it interrupts the victim but is not an event.
Event PlainMembarrier();

// Runs a spinning section with the event inside it. Needs two CPUs (skips) unless the event shares one. A
// section run is repeated (bounded) if something else ended it before the event, if a context switch occurred
// although the event involves none, if it was aborted and the migration was not its only switch, or if a
// victim that sleeps was also preempted.
Passage SpinThrough(Section& section, Area* area, const Event& event);

// Runs a spinning section undisturbed, with a spin that ends at once: the control for an event that aborts.
// It runs to its end, because only an event aborts a section (abort.not-on-interrupt).
Passage SpinUndisturbed(Section& section, Area* area);

// Expects, at every slot, that the event neither aborts nor disarms. Control: a signal with a handler aborts
// there.
void ExpectNoEvent(Area* area, const Event& event);

// Expects that the event, right after the commit or right before the first instruction, disarms and does not
// abort. Control: it aborts, by its requirement, if the section's range includes that instruction.
void ExpectOnlyDisarmsOutside(Area* area, const Event& event);

}  // namespace rct

#endif  // RCT_EVENT_H_

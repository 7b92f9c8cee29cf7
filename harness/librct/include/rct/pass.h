// SPDX-License-Identifier: MIT
// Passes through a section in which the scheduler did to the thread exactly what the section's own body makes
// it do. Each enters the section again and again until such a pass comes about; bounded, throws Broken.
#ifndef RCT_PASS_H_
#define RCT_PASS_H_

#include <functional>

#include "rct/section.h"

namespace rct {

// Nothing: the thread was left alone, so that only the body can have aborted the section.
Passage PassUndisturbed(Section& section, Area* area);

// The same, but by a call of the section, one of SyscallSections(), with which the thread sends itself a
// signal that has a handler. The handler runs when the call returns.
Passage PassRaising(Section& section, Area* area);

// T7: the section, one of SyscallSections(), makes a call in which the thread gives up its CPU, and it was
// switched out there and nowhere else. In the last slot the call is the section's last instruction, so that
// the thread goes on outside.
Passage PassAsleep(Section& section, Area* area);  // sleeps for a moment
// Yields the CPU to another thread, both under SCHED_FIFO, so that neither can be preempted by the other.
// Needs root (skips).
Passage PassYielding(Section& section, Area* area);
// Moves itself to another CPU by sched_setaffinity(2), and stays bound to it. Needs two CPUs (skips).
Passage PassMoving(Section& section, Area* area);

// T11: the section, one of SyscallSections(), forks, and both pass on through it: the parent, which was left
// alone, and its child, which was not switched out since it first ran, and which then does what it is told
// and exits.
struct Forked {
  Passage parent, child;
};
Forked PassForking(Section& section, Area* area, const std::function<void()>& then_in_child = nullptr);

// T7: the section, one of SyscallSections(), reads what is not there yet. While the thread sleeps it gets a
// signal whose handler has these SA_… flags; then there is something to read. `handler_pc` is where the
// signal interrupted it, as the handler sees it.
Passage PassInterrupted(Section& section, Area* area, int flags, std::uintptr_t* handler_pc);

}  // namespace rct

#endif  // RCT_PASS_H_

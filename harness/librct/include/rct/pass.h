// SPDX-License-Identifier: MIT
// Runs a section until one run counts: the scheduler did to the thread exactly what the section's own body
// causes, and nothing else. Each function is bounded and throws Broken.
#ifndef RCT_PASS_H_
#define RCT_PASS_H_

#include <functional>

#include "rct/section.h"

namespace rct {

// The thread was not switched out, so only the body can have aborted the section.
Passage PassUndisturbed(Section& section, Area* area);

// The same, but the section (one of SyscallSections()) makes a call that sends the thread a signal with a
// handler. The handler runs when the call returns.
Passage PassRaising(Section& section, Area* area);

// T7: the section (one of SyscallSections()) makes a call that gives up the CPU, and the thread was switched
// out only there. In the last slot the call is the section's last instruction, so that the thread continues
// outside.
Passage PassAsleep(Section& section, Area* area);  // sleeps for a moment
// Yields the CPU to another thread. Both run under SCHED_FIFO, so that neither can preempt the other. Needs
// root (skips).
Passage PassYielding(Section& section, Area* area);
// Moves itself to another CPU by sched_setaffinity(2), and stays bound to it. Needs two CPUs (skips).
Passage PassMoving(Section& section, Area* area);

// T11: the section (one of SyscallSections()) forks, and both processes continue through it. The parent was
// not switched out; the child was not switched out since it first ran. The child then calls `then_in_child`
// and exits.
struct Forked {
  Passage parent, child;
};
Forked PassForking(Section& section, Area* area, const std::function<void()>& then_in_child = nullptr);

// T7: the section (one of SyscallSections()) starts a read and sleeps. A signal whose handler has these SA_…
// flags interrupts the sleep; only then does data arrive. `handler_pc` receives the interrupted program
// counter that the handler sees.
Passage PassInterrupted(Section& section, Area* area, int flags, std::uintptr_t* handler_pc);

}  // namespace rct

#endif  // RCT_PASS_H_

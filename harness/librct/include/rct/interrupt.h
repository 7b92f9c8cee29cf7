// SPDX-License-Identifier: MIT
// Interrupts of a section that must not abort it, each proven to have occurred: for ExpectNoEvent.
#ifndef RCT_INTERRUPT_H_
#define RCT_INTERRUPT_H_

#include "rct/event.h"

namespace rct {

// Scheduler ticks that interrupt the victim, which has this area. Proof: a timer of its CPU time, which only
// the tick checks, expires and signals the helper.
Event Tick(const Area* area);
// Samples that perf takes of the victim in the timer interrupt. Skips without "cpu-clock-sampling".
Event Sampling(const Area* area);
// The helper changes the process's memory: it toggles pages between read-only and writable, drops them,
// unmaps them. Each change interrupts the victim's CPU if the architecture flushes TLBs by interrupts.
Event ProtectedPages();

}  // namespace rct

#endif  // RCT_INTERRUPT_H_

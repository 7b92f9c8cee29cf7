// SPDX-License-Identifier: MIT
// Interrupts of a thread in its section that are no event, each proven to have come: for ExpectNoEvent.
#ifndef RCT_INTERRUPT_H_
#define RCT_INTERRUPT_H_

#include "rct/event.h"

namespace rct {

// Ticks of the scheduler's clock that interrupt the victim, whose area this is: a timer of its own CPU time,
// which nothing else looks at, expires, and signals the helper.
Event Tick(const Area* area);
// Samples that perf takes of the victim, by the timer's interrupt. Skips without "cpu-clock-sampling".
Event Sampling(const Area* area);
// What the helper does to memory of the process: it makes pages read-only and writable, drops them, unmaps
// them. Where the architecture flushes TLBs by interrupts the victim's CPU gets one each time.
Event ProtectedPages();

}  // namespace rct

#endif  // RCT_INTERRUPT_H_

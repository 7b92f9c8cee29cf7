// SPDX-License-Identifier: MIT
// T8: a page fault of a section that sleeps, by userfaultfd(2).
#ifndef RCT_USERFAULT_H_
#define RCT_USERFAULT_H_

#include "rct/section.h"

namespace rct {

// Passes through a load or store section whose operand is on a missing page. A helper that shares the
// thread's CPU brings the page: it can run only once the thread has been switched out, in the middle of the
// fault. A pass that something else ended before the fault does not count and is repeated (bounded). Skips
// where "userfaultfd-user-mode" is absent.
Passage SleepOnFault(Section& section, Area* area);

}  // namespace rct

#endif  // RCT_USERFAULT_H_

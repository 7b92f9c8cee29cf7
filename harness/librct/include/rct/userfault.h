// SPDX-License-Identifier: MIT
// T8: a section's page fault that sleeps, by userfaultfd(2).
#ifndef RCT_USERFAULT_H_
#define RCT_USERFAULT_H_

#include "rct/section.h"

namespace rct {

// Runs a load or store section whose operand is on a missing page. A helper on the same CPU provides the
// page: it can only run once the thread has been switched out, in the middle of the fault. A run that
// something else ended before the fault is repeated (bounded). Skips without "userfaultfd-user-mode".
Passage SleepOnFault(Section& section, Area* area);

}  // namespace rct

#endif  // RCT_USERFAULT_H_

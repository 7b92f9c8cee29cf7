// SPDX-License-Identifier: MIT
// Runs threads under sched_ext, with a scheduler that has no code: the kernel's defaults decide everything.
#ifndef RCT_SCHED_EXT_H_
#define RCT_SCHED_EXT_H_

#include <string>

#include "rct/file.h"

namespace rct {

inline constexpr int kSchedExt = 7;  // the policy SCHED_EXT

// The scheduler is in force for threads under SCHED_EXT while the object lives. Skips without "sched-ext".
class ExtScheduler {
 public:
  ExtScheduler();

  // False once the kernel has ejected the scheduler for an error.
  bool IsInForce() const;

 private:
  File types_, map_, link_;  // each needs those before it
};

}  // namespace rct

#endif  // RCT_SCHED_EXT_H_

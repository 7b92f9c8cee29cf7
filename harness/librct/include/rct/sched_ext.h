// SPDX-License-Identifier: MIT
// sched_ext: threads scheduled by a program. The one here has no code, so that the kernel does for it what it
// does where a scheduler leaves things to it.
#ifndef RCT_SCHED_EXT_H_
#define RCT_SCHED_EXT_H_

#include <string>

#include "rct/file.h"

namespace rct {

inline constexpr int kSchedExt = 7;  // the policy SCHED_EXT

// In force for threads under SCHED_EXT, for as long as the object lives. Skips without "sched-ext".
class ExtScheduler {
 public:
  ExtScheduler();

  // Whether it is; the kernel throws out one that makes a mistake.
  bool IsInForce() const;

 private:
  File types_, map_, link_;  // each needs those before it
};

}  // namespace rct

#endif  // RCT_SCHED_EXT_H_

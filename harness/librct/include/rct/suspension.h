// SPDX-License-Identifier: MIT
// Events from another process: a child that spins in a section is suspended, and resumed.
#ifndef RCT_SUSPENSION_H_
#define RCT_SUSPENSION_H_

#include <sys/types.h>

#include <functional>

#include "rct/section.h"

namespace rct {

// How to suspend a process. It must be out of user mode from shortly after `suspend` until `resume`, which
// returns whether it was.
struct Suspension {
  const char* name;
  std::function<void(pid_t)> suspend = nullptr;  // null: not disturbed, as a control
  std::function<bool(pid_t)> resume = nullptr;
  std::function<void(pid_t)> prepare = nullptr;  // before it first enters the section
};

// A child registers in this mode and runs a spinning section, in which it is suspended and leaves its CPU. A
// run that something else ended before is repeated (bounded). Expects that the child survives.
Passage SpinSuspended(Mode mode, const SectionCode& code, const Suspension& suspension);

}  // namespace rct

#endif  // RCT_SUSPENSION_H_

// SPDX-License-Identifier: MIT
// Events from another process: a child that spins in a section is kept from running, and goes on.
#ifndef RCT_SUSPENSION_H_
#define RCT_SUSPENSION_H_

#include <sys/types.h>

#include <functional>

#include "rct/section.h"

namespace rct {

// How a process is kept from running.
struct Suspension {
  const char* name;
  // Returns when the process is out of user mode, in order to stay out of it until `resume`.
  std::function<void(pid_t)> suspend;
  std::function<bool(pid_t)> resume;  // whether it did
  // Before it enters the section for the first time, and before every time.
  std::function<void(pid_t)> prepare = nullptr;
  std::function<void()> prepare_pass = nullptr;
};

// A child registers in this mode and passes through a spinning section, suspended inside it. A pass in which
// the suspension came too late does not count and is repeated (bounded), and so is one in which it was over
// before the child had left its CPU. Expects that the child survives.
Passage SpinSuspended(Mode mode, const SectionCode& code, const Suspension& suspension);

}  // namespace rct

#endif  // RCT_SUSPENSION_H_

// SPDX-License-Identifier: MIT
// Events from another process: a child that spins in a section is kept from running, and goes on.
#ifndef RCT_SUSPENSION_H_
#define RCT_SUSPENSION_H_

#include <sys/types.h>

#include <functional>

#include "rct/section.h"

namespace rct {

// How a process is kept from running. It must be out of user mode from a little after `suspend` until
// `resume`, which says whether it was.
struct Suspension {
  const char* name;
  std::function<void(pid_t)> suspend = nullptr;  // nothing: it passes undisturbed, as a control
  std::function<bool(pid_t)> resume = nullptr;
  std::function<void(pid_t)> prepare = nullptr;  // before it enters the section for the first time
};

// A child registers in this mode and passes through a spinning section, in which it is suspended and leaves
// its CPU. A pass that something else ended before does not count and is repeated (bounded). Expects that the
// child survives.
Passage SpinSuspended(Mode mode, const SectionCode& code, const Suspension& suspension);

}  // namespace rct

#endif  // RCT_SUSPENSION_H_

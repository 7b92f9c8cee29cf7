// SPDX-License-Identifier: MIT
// Puts threads under SCHED_DEADLINE.
#ifndef RCT_PROBE_DEADLINE_H_
#define RCT_PROBE_DEADLINE_H_

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

#include "cpu_set.h"

namespace rct {

// Puts the calling thread under SCHED_DEADLINE, with a tenth of a CPU; false with errno if the kernel
// refuses. It first allows the thread every CPU, which the kernel requires.
inline bool TryBecomeDeadline() {
  struct {  // struct sched_attr in its first version
    std::uint32_t size, policy;
    std::uint64_t flags;
    std::int32_t nice;
    std::uint32_t priority;
    std::uint64_t runtime, deadline, period;
  } const attributes{48, 6, 0, 0, 0, 10'000'000, 100'000'000, 100'000'000};
  static_assert(sizeof attributes == 48);
  return CpuSet::Full().Restrict(0) && syscall(SYS_sched_setattr, 0, &attributes, 0) == 0;
}

}  // namespace rct

#endif  // RCT_PROBE_DEADLINE_H_

// SPDX-License-Identifier: MIT
// CPUs, NUMA nodes, affinity and context switches, as the kernel itself tells them (no vDSO, no libc, no
// rseq).
#ifndef RCT_CPU_H_
#define RCT_CPU_H_

#include <sys/types.h>

#include <vector>

#include "rct/setting.h"

namespace rct {

// The CPUs that this process was allowed when it started, in ascending order.
const std::vector<int>& AllowedCpus();
int PossibleCpus();  // number of the highest possible CPU, plus one
std::vector<int> OnlineCpus();

struct Place {
  unsigned cpu;
  unsigned node;
};
Place WhereAmI();  // getcpu(2)

// Restricts a thread (0: the caller) to one CPU, or to several. When it returns the thread is there, or will
// be before it executes another instruction in user mode. Throws Broken.
void Pin(int cpu, pid_t thread = 0);
void Pin(const std::vector<int>& cpus, pid_t thread = 0);

// Takes a CPU away from the whole machine, and brings it back at the end of its life. Skips without
// "cpu-hotplug".
class CpuOffline {
 public:
  explicit CpuOffline(int cpu);

 private:
  Setting online_;
};

// Restores the caller's affinity mask at the end of its life.
class KeepAffinity {
 public:
  KeepAffinity();
  ~KeepAffinity();
  KeepAffinity(const KeepAffinity&) = delete;
  KeepAffinity& operator=(const KeepAffinity&) = delete;

 private:
  std::vector<int> cpus_;
};

// How often the calling thread has been switched out: voluntarily and not. Equal before and after an attempt
// proves that the scheduler left it alone in between.
long ContextSwitches();
long ContextSwitchesOf(pid_t process);  // the same of another process's first thread

// How often the scheduler took the CPU from the caller against its will: from this thread (RUSAGE_THREAD),
// from its process (RUSAGE_SELF), from its children that it has waited for (RUSAGE_CHILDREN).
long Preemptions(int who);

// Blocks the calling thread at least once: a voluntary context switch, proven by the count.
void BlockOnce();

pid_t ThreadId();

// Whether a thread of this process sleeps in the kernel, as /proc/<pid>/task/<tid>/stat tells it.
bool IsAsleep(pid_t thread);

}  // namespace rct

#endif  // RCT_CPU_H_

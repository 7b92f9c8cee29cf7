// SPDX-License-Identifier: MIT
// CPUs, NUMA nodes, affinity and context switches, read from the kernel directly (without vDSO, libc or
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

// Restricts a thread (0: the caller) to one CPU, or to several. When it returns, the thread is there or will
// be before it executes another instruction in user mode. Throws Broken.
void Pin(int cpu, pid_t thread = 0);
void Pin(const std::vector<int>& cpus, pid_t thread = 0);

// Takes a CPU offline for the whole machine; the destructor brings it back. Skips without "cpu-hotplug".
class CpuOffline {
 public:
  explicit CpuOffline(int cpu);

 private:
  Setting online_;
};

// Keeps the caller's affinity mask; the destructor restores it.
class KeepAffinity {
 public:
  KeepAffinity();
  ~KeepAffinity();
  KeepAffinity(const KeepAffinity&) = delete;
  KeepAffinity& operator=(const KeepAffinity&) = delete;

 private:
  std::vector<int> cpus_;
};

// How often the calling thread was switched out, voluntarily or not. Equal counts before and after an attempt
// prove that the scheduler did not switch it out in between.
long ContextSwitches();
long ContextSwitchesOf(pid_t process);  // the same for another process's first thread

// How often the scheduler preempted the caller: this thread (RUSAGE_THREAD), its process (RUSAGE_SELF), or
// its children that it has waited for (RUSAGE_CHILDREN).
long Preemptions(int who);

// Blocks the calling thread until its count of voluntary context switches has risen.
void BlockOnce();

pid_t ThreadId();

// True if a thread of this process sleeps in the kernel, according to /proc/<pid>/task/<tid>/stat.
bool IsAsleep(pid_t thread);

}  // namespace rct

#endif  // RCT_CPU_H_

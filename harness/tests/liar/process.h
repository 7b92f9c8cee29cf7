// SPDX-License-Identifier: MIT
// What /proc tells about a thread.
#ifndef RCT_LIAR_PROCESS_H_
#define RCT_LIAR_PROCESS_H_

#include <sys/types.h>

#include <cstdint>

namespace rct::liar {

// Tells a thread from another one that has its number later, and a program from the one that execve(2)
// replaced it by.
struct Identity {
  std::uint64_t born = 0;  // in clock ticks since boot
  std::uint64_t stack =
      0;  // where the initial stack begins: the same after fork(2), another one after execve(2)
  bool operator==(const Identity&) const = default;
};

struct ThreadFacts {
  bool there = false;
  Identity identity;
  pid_t parent = 0;  // of its process
  int cpu = 0;       // where it ran last
};

ThreadFacts LookAt(pid_t thread);

// The process that the thread belongs to.
pid_t ProcessOf(pid_t thread);

// Both have the same memory.
bool ShareMemory(pid_t one, pid_t other);

// The NUMA node of a CPU.
int NodeOf(int cpu);

// Kills and reaps every child of this process, and theirs, which become ours when they are orphaned.
void KillAllChildren();

}  // namespace rct::liar

#endif  // RCT_LIAR_PROCESS_H_

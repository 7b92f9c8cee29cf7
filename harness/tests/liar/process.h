// SPDX-License-Identifier: MIT
// Reads facts about a thread from /proc.
#ifndef RCT_LIAR_PROCESS_H_
#define RCT_LIAR_PROCESS_H_

#include <sys/types.h>

#include <cstdint>

namespace rct::liar {

// Distinguishes a thread from a later one with the same id, and a program from the one that execve(2)
// replaced it with.
struct Identity {
  std::uint64_t born = 0;   // in clock ticks since boot
  std::uint64_t stack = 0;  // start of the initial stack: the same after fork(2), different after execve(2)
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

// True if both have the same memory.
bool ShareMemory(pid_t one, pid_t other);

// The NUMA node of a CPU.
int NodeOf(int cpu);

// Kills and reaps every child of this process, and their children, which it inherits as orphans.
void KillAllChildren();

}  // namespace rct::liar

#endif  // RCT_LIAR_PROCESS_H_

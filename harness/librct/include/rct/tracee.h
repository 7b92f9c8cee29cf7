// SPDX-License-Identifier: MIT
// T6: a child under ptrace(2), which the case stops, changes and resumes. Stopping a thread in user mode is
// an event for its section. The kernel then handles the section with the memory and program counter that the
// tracer left.
#ifndef RCT_TRACEE_H_
#define RCT_TRACEE_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>

#include "rct/child.h"

namespace rct {

// Runs `body` in a child that the calling thread traces. Only that thread may call the members, and only
// while the tracee is stopped, except for Stop, StopWithin and AwaitPause. Each throws Broken if ptrace
// fails, if the tracee ends or stops for another reason, or if it does not stop within LongTime().
class Tracee {
 public:
  explicit Tracee(const std::function<void()>& body);

  // Called in the tracee: stops here until the tracer, which waits in AwaitPause, resumes it.
  static void Pause();

  pid_t pid() const { return child_.pid(); }

  void AwaitPause();
  // Stop stops it at any place; StopWithin repeats that until its program counter is in [begin, end).
  void Stop();
  void StopWithin(std::uintptr_t begin, std::uintptr_t end);

  void Continue();
  // Step executes one instruction (PTRACE_SINGLESTEP). StepTo and StepInto execute at most `most`, until its
  // program counter is `pc` or in [begin, end).
  void Step();
  void StepTo(std::uintptr_t pc, int most) { StepInto(pc, pc + 1, most); }
  void StepInto(std::uintptr_t begin, std::uintptr_t end, int most);
  // Continues until a signal stops it; returns the signal, which is not delivered.
  int ToSignal();
  // Delivers this signal, which must kill by default, and stops at the exit (PTRACE_EVENT_EXIT). The tracee
  // never ran again: its memory and program counter are those that a core dump would show.
  void ToDeathOf(int signal);
  // ToSyscall continues to the next system-call entry or exit (PTRACE_SYSCALL). ToSyscallWithin continues to
  // the first such stop with the program counter in [begin, end]: the entry of a system call made there.
  void ToSyscall();
  void ToSyscallWithin(std::uintptr_t begin, std::uintptr_t end);

  std::uintptr_t Pc() const;
  void SetPc(std::uintptr_t pc);

  // Its memory, even if it has no access there itself.
  void Read(std::uintptr_t address, void* to, std::size_t size) const;
  void Write(std::uintptr_t address, const void* from, std::size_t size);

  // Detaches, and waits for its end.
  Ending Release();

 private:
  int AwaitStop(const char* what);
  void Resume(int request, const char* what);
  void Transfer(bool write, std::uintptr_t address, void* data, std::size_t size) const;

  Child child_;
};

}  // namespace rct

#endif  // RCT_TRACEE_H_

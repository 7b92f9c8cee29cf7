// SPDX-License-Identifier: MIT
// T6: a child under ptrace(2), stopped, moved and let go. A stop of a thread that runs in user mode is an
// event for its section, and what the tracer makes of its memory and program counter meanwhile is what the
// kernel finds.
#ifndef RCT_TRACEE_H_
#define RCT_TRACEE_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>

#include "rct/child.h"

namespace rct {

// Runs `body` in a child that the calling thread traces. Every member is to be called by that thread, and
// except Stop, StopWithin and AwaitPause only while the tracee is stopped. Each throws Broken where ptrace
// refuses, where the tracee ends or stops for anything else than what is waited for, or does not do so within
// LongTime().
class Tracee {
 public:
  explicit Tracee(const std::function<void()>& body);

  // Called in the tracee: stops here until the tracer, which finds it by AwaitPause, lets it go on.
  static void Pause();

  pid_t pid() const { return child_.pid(); }

  void AwaitPause();
  // Stops it wherever it is; and, again and again, until its program counter is in [begin, end).
  void Stop();
  void StopWithin(std::uintptr_t begin, std::uintptr_t end);

  void Continue();
  // Executes one instruction (PTRACE_SINGLESTEP), and instructions until its program counter is `pc`, or in
  // [begin, end); at most `most`.
  void Step();
  void StepTo(std::uintptr_t pc, int most) { StepInto(pc, pc + 1, most); }
  void StepInto(std::uintptr_t begin, std::uintptr_t end, int most);
  // Continues until a signal stops it, which is not delivered: which one.
  int ToSignal();
  // Delivers this signal, whose default is to kill, and stops where it ends (PTRACE_EVENT_EXIT): it never ran
  // again, and its memory and program counter are those that a core dump would show.
  void ToDeathOf(int signal);
  // Continues to the next entry to, or exit from, a system call (PTRACE_SYSCALL); and to the first such stop
  // with the program counter in [begin, end], which is the entry of a system call made there.
  void ToSyscall();
  void ToSyscallWithin(std::uintptr_t begin, std::uintptr_t end);

  std::uintptr_t Pc() const;
  void SetPc(std::uintptr_t pc);

  // Its memory, whether or not it may itself read or write there.
  void Read(std::uintptr_t address, void* to, std::size_t size) const;
  void Write(std::uintptr_t address, const void* from, std::size_t size);

  // Lets it go, no longer traced, and waits for its end.
  Ending Release();

 private:
  int AwaitStop(const char* what);
  void Resume(int request, const char* what);
  void Transfer(bool write, std::uintptr_t address, void* data, std::size_t size) const;

  Child child_;
};

}  // namespace rct

#endif  // RCT_TRACEE_H_

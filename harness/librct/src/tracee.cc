// SPDX-License-Identifier: MIT
#include "rct/tracee.h"

#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <string>

#include "rct/condition.h"
#include "rct/file.h"
#include "rct/verdict.h"
#include "sections.h"
#include "until.h"

namespace rct {
namespace {

constexpr int kStops = 10000;                 // stops until one is in the right place
constexpr int kSyscallStop = SIGTRAP | 0x80;  // with PTRACE_O_TRACESYSGOOD

void BeTraced() { RequireCall(ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) == 0, "ptrace(PTRACE_TRACEME)"); }

std::string HowItStands(int status) {
  if (WIFSTOPPED(status)) return "stopped by signal " + std::to_string(WSTOPSIG(status));
  if (WIFSIGNALED(status)) return "was killed by signal " + std::to_string(WTERMSIG(status));
  return "exited with " + std::to_string(WEXITSTATUS(status));
}

// A stopped tracee's general registers, which are words on every architecture. The kernel sets the vector's
// length to their size.
struct Registers {
  std::uintptr_t words[64]{};
  iovec vector{words, sizeof words};

  void Read(pid_t tracee) {
    RequireCall(ptrace(PTRACE_GETREGSET, tracee, NT_PRSTATUS, &vector) == 0, "ptrace(PTRACE_GETREGSET)");
  }
  void Write(pid_t tracee) {
    RequireCall(ptrace(PTRACE_SETREGSET, tracee, NT_PRSTATUS, &vector) == 0, "ptrace(PTRACE_SETREGSET)");
  }
};

}  // namespace

Tracee::Tracee(const std::function<void()>& body)
    : child_([&body] {
        BeTraced();
        Pause();
        body();
      }) {
  AwaitPause();
  const long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD;
  RequireCall(ptrace(PTRACE_SETOPTIONS, pid(), nullptr, options) == 0, "ptrace(PTRACE_SETOPTIONS)");
  Continue();
}

// Not Require(): it takes thousands of instructions to make its string, and StepTo would step through them.
void Tracee::Pause() {
  if (kill(getpid(), SIGSTOP) != 0) throw Broken("kill(SIGSTOP)");
}

int Tracee::AwaitStop(const char* what) {
  int status = 0;
  WaitFor(what, [&] { return waitpid(pid(), &status, WNOHANG | __WALL) == pid(); });
  if (WIFSTOPPED(status)) return status >> 8;  // the signal, and above it the event, if any
  throw Broken(std::string("while waiting for ") + what + " the tracee " + HowItStands(status));
}

void Tracee::AwaitPause() {
  const int signal = AwaitStop("the tracee's stop");
  if (signal != SIGSTOP)
    throw Broken("the tracee " + HowItStands(W_STOPCODE(signal)) + " instead of SIGSTOP");
}

void Tracee::Stop() {
  RequireCall(kill(pid(), SIGSTOP) == 0, "kill(SIGSTOP)");
  AwaitPause();
}

void Tracee::StopWithin(std::uintptr_t begin, std::uintptr_t end) {
  // A tracee that is stopped again at once does not advance, so the pauses get longer.
  for (long ns = 1000; ns < 1000000000; ns += ns / 2) {
    Stop();
    if (Pc() >= begin && Pc() < end) return;
    Continue();
    const timespec pause{0, ns};
    nanosleep(&pause, nullptr);
  }
  throw Broken("the tracee was never where it should spin");
}

void Tracee::Resume(int request, const char* what) {
  // The tracer itself caused the signal that stopped it (SIGSTOP, SIGTRAP), so it is not delivered.
  RequireCall(ptrace(static_cast<__ptrace_request>(request), pid(), nullptr, 0L) == 0, what);
}

void Tracee::Continue() { Resume(PTRACE_CONT, "ptrace(PTRACE_CONT)"); }

void Tracee::Step() {
  Resume(PTRACE_SINGLESTEP, "ptrace(PTRACE_SINGLESTEP)");
  const int signal = AwaitStop("the end of a single step");
  if (signal != SIGTRAP) throw Broken("after a single step the tracee " + HowItStands(W_STOPCODE(signal)));
}

void Tracee::StepInto(std::uintptr_t begin, std::uintptr_t end, int most) {
  for (int steps = 0; steps < most; ++steps) {
    Step();
    if (Pc() >= begin && Pc() < end) return;
  }
  throw Broken("the tracee did not come by within " + std::to_string(most) + " instructions");
}

int Tracee::ToSignal() {
  Continue();
  return AwaitStop("a signal of the tracee");
}

void Tracee::ToDeathOf(int signal) {
  const long options = PTRACE_O_EXITKILL | PTRACE_O_TRACEEXIT;
  RequireCall(ptrace(PTRACE_SETOPTIONS, pid(), nullptr, options) == 0, "ptrace(PTRACE_SETOPTIONS)");
  RequireCall(ptrace(PTRACE_CONT, pid(), nullptr, static_cast<long>(signal)) == 0, "ptrace(PTRACE_CONT)");
  const int status = AwaitStop("the tracee's end");
  if (status != (SIGTRAP | PTRACE_EVENT_EXIT << 8))
    throw Broken("instead of its end the tracee " + HowItStands(W_STOPCODE(status)));
}

void Tracee::ToSyscall() {
  Resume(PTRACE_SYSCALL, "ptrace(PTRACE_SYSCALL)");
  const int signal = AwaitStop("a system call of the tracee");
  if (signal != kSyscallStop)
    throw Broken("before its system call the tracee " + HowItStands(W_STOPCODE(signal)));
}

void Tracee::ToSyscallWithin(std::uintptr_t begin, std::uintptr_t end) {
  const auto there = [&](int /*attempt*/) {
    ToSyscall();
    return Pc() >= begin && Pc() <= end;
  };
  UntilOneCounts(there, "the tracee never made its system call", kStops);
}

std::uintptr_t Tracee::Pc() const {
  Registers registers;
  registers.Read(pid());
  return registers.words[RCT_TRACEE_PC];
}

void Tracee::SetPc(std::uintptr_t pc) {
  Registers registers;
  registers.Read(pid());
  registers.words[RCT_TRACEE_PC] = pc;
  registers.Write(pid());
}

void Tracee::Transfer(bool write, std::uintptr_t address, void* data, std::size_t size) const {
  const std::string path = "/proc/" + std::to_string(pid()) + "/mem";
  const File memory(open(path.c_str(), O_RDWR | O_CLOEXEC));
  RequireCall(static_cast<bool>(memory), "opening " + path);
  const auto where = static_cast<off64_t>(address);
  const ssize_t done =
      write ? pwrite64(memory.get(), data, size, where) : pread64(memory.get(), data, size, where);
  RequireCall(done == static_cast<ssize_t>(size), write ? "writing to " + path : "reading from " + path);
}

void Tracee::Read(std::uintptr_t address, void* to, std::size_t size) const {
  Transfer(false, address, to, size);
}

void Tracee::Write(std::uintptr_t address, const void* from, std::size_t size) {
  Transfer(true, address, const_cast<void*>(from), size);
}

Ending Tracee::Release() {
  Resume(PTRACE_DETACH, "ptrace(PTRACE_DETACH)");
  return child_.Wait();
}

}  // namespace rct

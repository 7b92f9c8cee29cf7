// SPDX-License-Identifier: MIT
#include "hold.h"

#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "process.h"

namespace rct::liar {
namespace {

constexpr int kErestartsys = 512;  // internal to the kernel: an interrupted call's result until its restart
constexpr int kSystemCallStop = SIGTRAP | 0x80;
constexpr std::uint64_t kInstruction = 2;  // bytes of `syscall` and of `int $0x80`

long Trace(long request, pid_t thread, unsigned long address, void* data) {
  return syscall(SYS_ptrace, request, thread, address, data);
}
long Trace(long request, pid_t thread, unsigned long address = 0, unsigned long data = 0) {
  return Trace(request, thread, address, reinterpret_cast<void*>(data));
}

// As the tracer, the liar reaps a dead thread, and the kernel then notifies the parent. The liar's own child
// is left to its waiter.
void Bury(pid_t thread) {
  if (ProcessOf(thread) != thread || LookAt(thread).parent != getpid()) waitpid(thread, nullptr, __WALL);
}

constexpr int kEvent = 0x10000;

// Waits for the next stop. Returns its signal, plus kEvent for a ptrace event, or throws Gone.
int NextStop(pid_t thread) {
  for (;;) {
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(thread), &info, WSTOPPED | WEXITED | WNOWAIT | __WALL) == -1) {
      if (errno == EINTR) continue;
      throw Gone();
    }
    if (info.si_code != CLD_TRAPPED && info.si_code != CLD_STOPPED) {
      Bury(thread);
      throw Gone();
    }
    int status = 0;
    if (waitpid(thread, &status, __WALL | WUNTRACED) != thread || !WIFSTOPPED(status)) throw Gone();
    return WSTOPSIG(status) | (status >> 16 != 0 ? kEvent : 0);
  }
}

bool IsEvent(int stop) { return (stop & kEvent) != 0; }

}  // namespace

Hold::Hold(pid_t thread, long number, bool compat) : thread_(thread), compat_(compat) {
  if (Trace(PTRACE_SEIZE, thread, 0, PTRACE_O_TRACESYSGOOD) == -1) throw Gone();
  Trace(PTRACE_INTERRUPT, thread);
  const int stop = NextStop(thread);
  const bool is_event = IsEvent(stop);
  if (is_event) Trace(PTRACE_GETREGS, thread, 0, &before_);
  if (!is_event || static_cast<int>(before_.rax) != -kErestartsys ||
      static_cast<int>(before_.orig_rax) != static_cast<int>(number)) {
    Trace(PTRACE_DETACH, thread, 0, static_cast<unsigned long>(is_event ? 0 : stop));
    throw Gone();
  }
  Trace(PTRACE_GETSIGMASK, thread, sizeof mask_, &mask_);
  std::uint64_t all = ~std::uint64_t{0};
  Trace(PTRACE_SETSIGMASK, thread, sizeof all, &all);
}

Hold::~Hold() {
  if (!held_) return;
  Trace(PTRACE_SETREGS, thread_, 0, &before_);
  LeaveAsIs();
}

// Runs to the next entry or exit of a system call. A signal that comes despite the mask was forced by the
// kernel: then the call is over.
void Hold::Step() {
  Trace(PTRACE_SYSCALL, thread_);
  int stop = NextStop(thread_);
  while (IsEvent(stop)) {
    Trace(PTRACE_SYSCALL, thread_);
    stop = NextStop(thread_);
  }
  if (stop == kSystemCallStop) return;
  held_ = false;
  Trace(PTRACE_SETSIGMASK, thread_, sizeof mask_, &mask_);
  Trace(PTRACE_DETACH, thread_, 0, static_cast<unsigned long>(stop));
  throw Gone();
}

long Hold::Perform(long number, const std::array<std::uint64_t, 6>& arguments) {
  user_regs_struct now = before_;
  now.rip -= kInstruction;
  now.rax = static_cast<std::uint64_t>(number);
  now.orig_rax = ~0ull;  // nothing is restarted
  if (compat_) {
    now.rbx = arguments[0], now.rcx = arguments[1], now.rdx = arguments[2];
    now.rsi = arguments[3], now.rdi = arguments[4], now.rbp = kCookie;
  } else {
    now.rdi = arguments[0], now.rsi = arguments[1], now.rdx = arguments[2];
    now.r10 = arguments[3], now.r8 = arguments[4], now.r9 = kCookie;
  }
  Trace(PTRACE_SETREGS, thread_, 0, &now);
  Step();
  Trace(PTRACE_GETREGS, thread_, 0, &now);
  if (static_cast<std::uint32_t>(compat_ ? now.rbp : now.r9) != kCookie) {
    LeaveAsIs();  // a section's abort diverted it on its way, so this is another call
    throw Gone();
  }
  Step();
  Trace(PTRACE_GETREGS, thread_, 0, &now);
  return compat_ ? static_cast<int>(now.rax) : static_cast<long>(now.rax);
}

RseqConfiguration Hold::Configuration() const {
  RseqConfiguration configuration{};
  if (Trace(kPtraceGetRseqConfiguration, thread_, sizeof configuration, &configuration) == -1) return {};
  if (configuration.pointer == 0) configuration = {};  // before 6.3 the size is 32 even then
  return configuration;
}

void Hold::Return(long value) {
  if (!held_) return;
  before_.rax = static_cast<std::uint64_t>(value);
  before_.orig_rax = ~0ull;
  Trace(PTRACE_SETREGS, thread_, 0, &before_);
  LeaveAsIs();
}

void Hold::LeaveAsIs() {
  held_ = false;
  Trace(PTRACE_SETSIGMASK, thread_, sizeof mask_, &mask_);
  Trace(PTRACE_DETACH, thread_);
}

}  // namespace rct::liar

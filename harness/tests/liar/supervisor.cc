// SPDX-License-Identifier: MIT
#include "supervisor.h"

#include <linux/audit.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <cstring>

#include "rct/abi.h"

#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS  // since 6.6: a waiting caller wakes up on the liar's CPU, which is
                                       // faster
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS _IOW('!', 4, __u64)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP 1ul
#endif

namespace rct::liar {

// One ABI's numbers of the system calls that can be lied about.
struct Numbers {
  explicit Numbers(std::uint32_t architecture)
      : rseq(Resolve(architecture, "rseq")),
        membarrier(Resolve(architecture, "membarrier")),
        ptrace(Resolve(architecture, "ptrace")),
        execve(Resolve(architecture, "execve")),
        munmap(Resolve(architecture, "munmap")) {}
  static int Resolve(std::uint32_t architecture, const char* name) {
    return seccomp_syscall_resolve_name_arch(architecture, name);
  }
  const int rseq, membarrier, ptrace, execve, munmap;
};

namespace {

const Numbers kNative(SCMP_ARCH_X86_64);
const Numbers kCompat(SCMP_ARCH_X86);

// Adds the lie's rules to the filter. Returns 0, or the first failure's negative error.
int AddRules(scmp_filter_ctx filter, const Lie& lie) {
  const scmp_arg_cmp not_ours = SCMP_A5(SCMP_CMP_NE, kCookie);
  const scmp_arg_cmp configuration = SCMP_A0(SCMP_CMP_EQ, kPtraceGetRseqConfiguration);
  const scmp_arg_cmp never = SCMP_A5(SCMP_CMP_EQ, kCookie + 1);
  const scmp_arg_cmp unregister = SCMP_A2(SCMP_CMP_EQ, kUnregister);
  const scmp_arg_cmp fence = SCMP_A0(SCMP_CMP_EQ, kMembarrierRseq);
  int error = seccomp_arch_add(filter, SCMP_ARCH_X86);
  // By default libseccomp kills callers of another table's numbers. The feature probe is such a caller (x32),
  // and gets true answers.
  if (error == 0) error = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ALLOW);
  const auto add = [&](bool wanted, std::uint32_t action, int number,
                       std::initializer_list<scmp_arg_cmp> conditions) {
    if (wanted && error == 0)
      error = seccomp_rule_add_array(filter, action, number, static_cast<unsigned>(conditions.size()),
                                     conditions.begin());
  };
  add(lie.rseq != nullptr, SCMP_ACT_NOTIFY, SCMP_SYS(rseq), {not_ours});
  add(lie.membarrier != nullptr, SCMP_ACT_NOTIFY, SCMP_SYS(membarrier), {not_ours});
  add(lie.execute != nullptr, SCMP_ACT_NOTIFY, SCMP_SYS(execve), {not_ours});
  add(lie.unmap != nullptr, SCMP_ACT_NOTIFY, SCMP_SYS(munmap), {not_ours});
  add(lie.configuration != nullptr, SCMP_ACT_NOTIFY, SCMP_SYS(ptrace), {configuration, not_ours});
  const auto gives = [](Answer answer) { return SCMP_ACT_ERRNO(static_cast<unsigned>(-answer.value_or(0))); };
  add(lie.unregister_gives.has_value(), gives(lie.unregister_gives), SCMP_SYS(rseq), {unregister});
  add(lie.fence_gives.has_value(), gives(lie.fence_gives), SCMP_SYS(membarrier), {fence});
  add(true, SCMP_ACT_NOTIFY, SCMP_SYS(rseq), {never});  // without such a rule there is no listener
  return error;
}

}  // namespace

int InstallFilter(const Lie& lie) {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  int error = filter == nullptr ? -ENOMEM : AddRules(filter, lie);
  if (error == 0) error = seccomp_load(filter);
  errno = -error;
  return error == 0 ? seccomp_notify_fd(filter) : -1;
}

Supervisor::Supervisor(const Lie& lie, int listener) : lie_(lie), listener_(listener) {
  seccomp_notify_alloc(&request_, &response_);
  ioctl(listener_, SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP);
}

Supervisor::~Supervisor() { seccomp_notify_free(request_, response_); }

void Supervisor::AnswerOne() {
  std::memset(request_, 0, sizeof *request_);
  if (seccomp_notify_receive(listener_, request_) != 0) return;  // the thread died in between
  Handle();
}

void Supervisor::Handle() {
  const auto thread = static_cast<pid_t>(request_->pid);
  const Numbers& numbers = request_->data.arch == AUDIT_ARCH_I386 ? kCompat : kNative;
  try {
    const Thread before = Know(thread);
    if (!HandleCall(thread, numbers)) threads_[thread] = before;  // it was interrupted, and will call again
  } catch (const Gone&) {
    Respond(std::nullopt);  // has no effect unless the thread still waits: another process traces it
  }
}

bool Supervisor::HandleCall(pid_t thread, const Numbers& numbers) {
  const seccomp_data& data = request_->data;
  const bool compat = data.arch == AUDIT_ARCH_I386;
  std::array<std::uint64_t, 6> arguments;
  std::copy(std::begin(data.args), std::end(data.args), arguments.begin());
  if (data.nr == numbers.rseq) {
    RseqCall call(threads_, thread, data.nr, arguments, compat);
    return Finish(call, AnswerRseq(call));
  }
  Call call(threads_, thread, data.nr, arguments, compat);
  const auto& rule = data.nr == numbers.membarrier ? lie_.membarrier
                     : data.nr == numbers.ptrace   ? lie_.configuration
                     : data.nr == numbers.execve   ? lie_.execute
                                                   : lie_.unmap;
  return Finish(call, rule(call));
}

Answer Supervisor::AnswerRseq(RseqCall& call) {
  if (call.thread.fresh) {
    call.thread.fresh = false;
    if (lie_.born) lie_.born(call);
    call.check = Decide(call, call.rseq);
  }
  const Answer answer = lie_.rseq(call);
  return answer || call.hold() != nullptr ? answer : call.Truth();
}

// Answers a call that may have been taken out of its notification. In that case, without an answer, the
// thread makes it again.
bool Supervisor::Finish(Call& call, Answer answer) {
  if (call.hold() == nullptr) return Respond(answer);
  if (answer) call.hold()->Return(*answer);
  return true;
}

bool Supervisor::Respond(Answer answer) {
  std::memset(response_, 0, sizeof *response_);
  response_->id = request_->id;
  if (!answer)
    response_->flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  else if (*answer < 0)
    response_->error = static_cast<int>(*answer);
  else
    response_->val = *answer;
  return seccomp_notify_respond(listener_, response_) == 0;
}

Thread& Supervisor::Know(pid_t id) {
  const ThreadFacts facts = LookAt(id);
  if (!facts.there) throw Gone();
  Thread& thread = threads_[id];
  if (thread.identity == facts.identity) return thread;
  const Thread before = thread;
  thread = Thread{};
  thread.id = id;
  thread.identity = facts.identity;
  thread.process = ProcessOf(id);
  thread.parent = facts.parent;
  if (before.id != 0 && before.identity.born == facts.identity.born) {
    thread.origin = Origin::kExec;
    thread.from = before.registration;
  } else {
    Introduce(thread, facts);
  }
  return thread;
}

// A new thread: a child, or another thread of a known process.
void Supervisor::Introduce(Thread& thread, const ThreadFacts& facts) {
  const pid_t creator = thread.process == thread.id ? facts.parent : thread.process;
  const Thread* like = nullptr;
  for (const auto& [id, other] : threads_)
    if (other.process == creator && id != thread.id && (like == nullptr || other.registration.there))
      like = &other;
  if (like == nullptr) return;
  thread.from = like->registration;
  if (thread.process != thread.id)
    thread.origin = Origin::kThread;
  else if (LookAt(creator).identity.stack != facts.identity.stack)
    thread.origin = Origin::kExec;
  else if (ShareMemory(creator, thread.id))
    thread.origin = Origin::kSharedMemory;
  else
    thread.origin = Origin::kFork;
  if (thread.origin != Origin::kFork) return;
  thread.registration = thread.from;
  if (!thread.from.there || thread.from.pretended || lie_.rseq == nullptr) return;
  // `from` may be another thread's, or may have changed since: ask the kernel, which is impossible if another
  // process traces the thread.
  try {
    const Hold hold(thread.id, request_->data.nr, request_->data.arch == AUDIT_ARCH_I386);
    const RseqConfiguration found = hold.Configuration();
    thread.registration = {found.pointer != 0, false, found.pointer, found.size, found.signature};
  } catch (const Gone&) {
    return;
  }
  throw Gone();  // it makes its call again
}

}  // namespace rct::liar

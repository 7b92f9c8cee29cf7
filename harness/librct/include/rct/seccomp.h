// SPDX-License-Identifier: MIT
// What a case about seccomp includes instead of case.h: filters, and a thread that answers their calls.
#ifndef RCT_SECCOMP_H_
#define RCT_SECCOMP_H_

#include <poll.h>
#include <seccomp.h>

#include <utility>

#include "rct/case.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"  // libseccomp's own macros do that

namespace rct {

// Throws Broken if a libseccomp function failed: they return a negative errno.
inline void Check(int result, const char* call, Where where = Where::Here()) {
  errno = -result;
  RequireCall(result == 0, call, where);
}

// A filter that allows everything except what On() adds. A loaded filter cannot be removed, so it is for
// children only. It sets no_new_privs and needs no privilege.
class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ALLOW)) { Require(context_ != nullptr, "seccomp_init"); }
  ~Filter() { seccomp_release(context_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // The action (SCMP_ACT_…) for a system call, or only for calls with this argument.
  void On(long call, std::uint32_t action) {
    Check(seccomp_rule_add(context_, action, static_cast<int>(call), 0), "seccomp_rule_add");
  }
  void On(long call, std::uint32_t action, const scmp_arg_cmp& argument) {
    Check(seccomp_rule_add(context_, action, static_cast<int>(call), 1, argument), "seccomp_rule_add");
  }
  void Load() { Check(seccomp_load(context_), "seccomp_load"); }
  int notifications() const { return seccomp_notify_fd(context_); }

 private:
  scmp_filter_ctx context_;
};

// Runs a section whose system call a filter answers with SIGSYS. The handler runs when the call returns, and
// the scheduler does not switch the thread out. For children only, like Filter.
inline Passage PassRefused(int slot, Area* area) {
  Filter filter;
  filter.On(SYS_getpgid, SCMP_ACT_TRAP);
  filter.Load();
  int handled = 0;
  const Handler handler(SIGSYS, [&](void*) { ++handled; });
  Section section(SyscallSections()[slot]);
  section.frame.number = SYS_getpgid;
  const Passage passage = PassUndisturbed(section, area);
  if (handled == 0) throw Broken("the handler of SIGSYS never ran");
  return passage;
}

// Loads a filter that passes the caller's calls of one kind to another thread, which answers them: `answer`
// changes the reply, which initially is "returned 0". For children only, like Filter.
class Supervisor {
 public:
  Supervisor(long call, std::function<void(seccomp_notif_resp&)> answer)
      : answer_(std::move(answer)), thread_([this] { Answer(); }) {
    filter_.On(call, SCMP_ACT_NOTIFY);
    filter_.Load();  // for this thread only: the other one exists already
    file_ = filter_.notifications();
  }
  ~Supervisor() { stop_ = true; }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  int asked() const { return asked_; }

 private:
  void Answer() {
    while (!stop_) {
      pollfd ready{file_, POLLIN, 0};
      if (file_ == -1 || poll(&ready, 1, 1) != 1)
        Doze();
      else
        AnswerOne();
    }
  }

  void AnswerOne() {
    seccomp_notif* call = nullptr;  // new each time: the kernel requires it zeroed
    seccomp_notif_resp* reply = nullptr;
    Check(seccomp_notify_alloc(&call, &reply), "seccomp_notify_alloc");
    if (seccomp_notify_receive(file_, call) == 0) {
      *reply = {call->id, 0, 0, 0};
      answer_(*reply);
      ++asked_;
      seccomp_notify_respond(file_, reply);
    }
    seccomp_notify_free(call, reply);
  }

  const std::function<void(seccomp_notif_resp&)> answer_;
  Filter filter_;
  std::atomic<int> file_{-1}, asked_{0};
  std::atomic<bool> stop_{false};
  Thread thread_;
};

}  // namespace rct

#endif  // RCT_SECCOMP_H_

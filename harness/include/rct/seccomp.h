// SPDX-License-Identifier: MIT
// What a case about seccomp filters includes instead of case.h.
#ifndef RCT_SECCOMP_H_
#define RCT_SECCOMP_H_

#include <seccomp.h>

#include "rct/case.h"

namespace rct {

// A filter that allows everything but what it is told. Loading it is for ever, so it is for children only; it
// takes no_new_privs, and needs no privilege.
class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ALLOW)) { Require(context_ != nullptr, "seccomp_init"); }
  ~Filter() { seccomp_release(context_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // What to do (SCMP_ACT_…) about a system call, or about those with this argument.
  void On(long call, std::uint32_t action) {
    Check(seccomp_rule_add(context_, action, static_cast<int>(call), 0), "seccomp_rule_add");
  }
  void On(long call, std::uint32_t action, const scmp_arg_cmp& argument) {
    Check(seccomp_rule_add(context_, action, static_cast<int>(call), 1, argument), "seccomp_rule_add");
  }
  void Load() { Check(seccomp_load(context_), "seccomp_load"); }
  int notifications() const { return seccomp_notify_fd(context_); }

 private:
  static void Check(int result, const char* call) {
    errno = -result;
    Require(result == 0, call);
  }

  scmp_filter_ctx context_;
};

}  // namespace rct

#endif  // RCT_SECCOMP_H_

// SPDX-License-Identifier: MIT
// Syscall user dispatch: a thread has system calls of its own intercepted.
#ifndef RCT_USER_DISPATCH_H_
#define RCT_USER_DISPATCH_H_

#include <functional>

#include "rct/handler.h"
#include "rct/section.h"

namespace rct {

// prctl(PR_SET_SYSCALL_USER_DISPATCH) for the calling thread, as long as the object lives. Skips without
// "syscall-user-dispatch".
class UserDispatch {
 public:
  // `handler` runs in the handler of SIGSYS, instead of the call; the calls that it makes are its own.
  explicit UserDispatch(std::function<void()> handler = nullptr);
  ~UserDispatch();
  UserDispatch(const UserDispatch&) = delete;
  UserDispatch& operator=(const UserDispatch&) = delete;

  // The next system call of the thread is intercepted; those after it are not. Cancel: that one neither.
  void InterceptNext();
  void Cancel();
  int intercepted() const { return intercepted_; }

 private:
  volatile char selector_;
  int intercepted_ = 0;
  const std::function<void()> body_;
  const Handler handler_;
};

// Passes through a section, one of SyscallSections(), whose system call is intercepted, and which the
// scheduler leaves alone.
Passage PassIntercepted(Section& section, Area* area);

}  // namespace rct

#endif  // RCT_USER_DISPATCH_H_

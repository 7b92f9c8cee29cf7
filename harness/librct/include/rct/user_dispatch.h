// SPDX-License-Identifier: MIT
// Syscall user dispatch: intercepts system calls of the calling thread.
#ifndef RCT_USER_DISPATCH_H_
#define RCT_USER_DISPATCH_H_

#include <functional>

#include "rct/handler.h"
#include "rct/section.h"

namespace rct {

// prctl(PR_SET_SYSCALL_USER_DISPATCH) for the calling thread while the object lives. Skips without
// "syscall-user-dispatch".
class UserDispatch {
 public:
  // `handler` runs in the SIGSYS handler, instead of the call. Its own calls are not intercepted.
  explicit UserDispatch(std::function<void()> handler = nullptr);
  ~UserDispatch();
  UserDispatch(const UserDispatch&) = delete;
  UserDispatch& operator=(const UserDispatch&) = delete;

  // InterceptNext intercepts the thread's next system call, but none after it. Cancel revokes that.
  void InterceptNext();
  void Cancel();
  int intercepted() const { return intercepted_; }

 private:
  volatile char selector_;
  int intercepted_ = 0;
  const std::function<void()> body_;
  const Handler handler_;
};

// Runs a section (one of SyscallSections()) whose system call is intercepted. The scheduler does not switch
// the thread out.
Passage PassIntercepted(Section& section, Area* area);

}  // namespace rct

#endif  // RCT_USER_DISPATCH_H_

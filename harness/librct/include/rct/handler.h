// SPDX-License-Identifier: MIT
// A signal handler of the case's own. Trap (trap.h) brings the handlers that it needs.
#ifndef RCT_HANDLER_H_
#define RCT_HANDLER_H_

#include <setjmp.h>

#include <csignal>
#include <functional>

namespace rct {

// In place for as long as the object lives, with these SA_… flags; then the previous disposition comes back.
// One at a time per signal: throws Broken where there is another. `body` gets the interrupted context, see
// ContextPc; it may leave by siglongjmp.
class Handler {
 public:
  Handler(int signal, std::function<void(void* context)> body, int flags = 0);
  ~Handler();
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;

 private:
  int signal_;
  struct sigaction previous_;
};

}  // namespace rct

#endif  // RCT_HANDLER_H_

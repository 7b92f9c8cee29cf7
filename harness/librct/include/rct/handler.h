// SPDX-License-Identifier: MIT
// Installs a signal handler for the case. Trap (trap.h) installs the handlers that it needs itself.
#ifndef RCT_HANDLER_H_
#define RCT_HANDLER_H_

#include <setjmp.h>

#include <csignal>
#include <functional>

namespace rct {

// Installs the handler with these SA_… flags; the destructor restores the previous disposition. Only one may
// exist per signal: a second one throws Broken. `body` gets the interrupted context (see ContextPc) and may
// leave by siglongjmp.
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

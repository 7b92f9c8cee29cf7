// SPDX-License-Identifier: MIT
// Takes a thread out of a system call that is waiting for its notification's answer, and makes it perform
// other calls instead, in the kernel and in its own name. The program does not notice. But the thread passes
// through user mode before each call, so the kernel updates its area if it is registered.
//
// This is the only architecture-dependent part: x86_64, and i386 programs on it.
#ifndef RCT_LIAR_HOLD_H_
#define RCT_LIAR_HOLD_H_

#include <sys/types.h>
#include <sys/user.h>

#include <array>
#include <cstdint>
#include <exception>

#include "rct/abi.h"

namespace rct::liar {

// The filter lets a call pass if its sixth argument, which none of them uses, is this.
inline constexpr std::uint32_t kCookie = 0x71a25eed;

// The thread no longer waits (killed, interrupted by a signal), or another process traces it.
struct Gone : std::exception {};

class Hold {
 public:
  // Takes hold of a thread that waits in the call `number` for its notification's answer. Throws Gone.
  Hold(pid_t thread, long number, bool compat);
  // Releases the thread, which makes its call again unless Return or LeaveAsIs was called.
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  // Makes the thread perform a call. Returns its result, errors as -errno. Throws Gone.
  long Perform(long number, const std::array<std::uint64_t, 6>& arguments);
  // The registration that the kernel knows; all zero if there is none. May be called before and after
  // Perform.
  RseqConfiguration Configuration() const;

  // Releases the thread; its original call returns `value`.
  void Return(long value);
  // Releases the thread as it is now: in a new program.
  void LeaveAsIs();

 private:
  void Step();

  const pid_t thread_;
  const bool compat_;
  bool held_ = true;
  std::uint64_t mask_ = 0;  // of signals; all are blocked meanwhile
  user_regs_struct before_{};
};

}  // namespace rct::liar

#endif  // RCT_LIAR_HOLD_H_

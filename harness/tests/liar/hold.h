// SPDX-License-Identifier: MIT
// A thread taken out of a system call that a notification told of, to be made to do other system calls
// instead, in the kernel and in its own name. The program does not notice, but the thread goes through user
// mode before each: where it is registered, its area is brought up to date on the way.
//
// The only part that depends on the architecture: x86_64, and i386 programs on it.
#ifndef RCT_LIAR_HOLD_H_
#define RCT_LIAR_HOLD_H_

#include <sys/types.h>
#include <sys/user.h>

#include <array>
#include <cstdint>
#include <exception>

#include "rct/abi.h"

namespace rct::liar {

// The filter lets a call pass whose sixth argument, of which none of them has a use, is this.
inline constexpr std::uint32_t kCookie = 0x71a25eed;

// The thread does not wait any more (killed, interrupted by a signal), or somebody else traces it.
struct Gone : std::exception {};

class Hold {
 public:
  // Takes hold of a thread that waits in the call `number` for its notification's answer. Throws Gone.
  Hold(pid_t thread, long number, bool compat);
  // Lets it go; it makes its call again unless something else was said.
  ~Hold();
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

  // Makes the thread perform a call. Returns what it returned, errors as -errno. Throws Gone.
  long Perform(long number, const std::array<std::uint64_t, 6>& arguments);
  // The registration that the kernel knows; all zero where there is none. May be asked before Perform and
  // after it.
  RseqConfiguration Configuration() const;

  // Lets it go, its original call returning this.
  void Return(long value);
  // Lets it go as it is now: in a new program.
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

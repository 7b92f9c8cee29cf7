// SPDX-License-Identifier: MIT
// Repeats system calls that a signal interrupts.
#ifndef RCT_UNINTERRUPTED_H_
#define RCT_UNINTERRUPTED_H_

#include <cerrno>

namespace rct {

// Repeats the call while it fails with EINTR; returns its last result.
template <typename Call>
auto Uninterrupted(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result != -1 || errno != EINTR) return result;
  }
}

}  // namespace rct

#endif  // RCT_UNINTERRUPTED_H_

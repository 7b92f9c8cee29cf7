// SPDX-License-Identifier: MIT
// System calls that a signal may interrupt.
#ifndef RCT_UNINTERRUPTED_H_
#define RCT_UNINTERRUPTED_H_

#include <cerrno>

namespace rct {

// Makes the call again for as long as it fails with EINTR; returns what it returned last.
template <typename Call>
auto Uninterrupted(const Call& call) {
  for (;;) {
    const auto result = call();
    if (result != -1 || errno != EINTR) return result;
  }
}

}  // namespace rct

#endif  // RCT_UNINTERRUPTED_H_

// SPDX-License-Identifier: MIT
// userfaultfd(2) for user-mode faults: needs no privilege since 5.11, and has no flag for that before.
#ifndef RCT_PROBE_OPEN_USERFAULTFD_H_
#define RCT_PROBE_OPEN_USERFAULTFD_H_

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace rct {

inline int OpenUserModeFaults() {
  constexpr int kUserModeOnly = 1;  // UFFD_USER_MODE_ONLY
  const long file = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | kUserModeOnly);
  if (file != -1 || errno != EINVAL) return static_cast<int>(file);
  return static_cast<int>(syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK));
}

}  // namespace rct

#endif  // RCT_PROBE_OPEN_USERFAULTFD_H_

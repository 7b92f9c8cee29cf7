// SPDX-License-Identifier: MIT
// The kernel's own filesystems, tracefs and debugfs, even on machines where they are not mounted.
#ifndef RCT_PROBE_KERNEL_FILESYSTEM_H_
#define RCT_PROBE_KERNEL_FILESYSTEM_H_

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>

#include "rct/file.h"

namespace rct {

// The root of a filesystem of this type: its usual place if it is mounted there, else a /proc/self/fd/… path
// of a detached mount, which other processes do not see and which ends with the process (fsopen(2), since
// 5.2; needs root). "" with errno on failure.
inline std::string KernelFilesystem(const char* type, const std::string& usual_place) {
  constexpr unsigned kCloseOnExec = 1;  // FSOPEN_CLOEXEC and FSMOUNT_CLOEXEC
  constexpr unsigned kCreate = 6;       // FSCONFIG_CMD_CREATE
  struct stat root, parent;
  if (stat(usual_place.c_str(), &root) == 0 && stat((usual_place + "/..").c_str(), &parent) == 0 &&
      root.st_dev != parent.st_dev)
    return usual_place;
  const File context(syscall(SYS_fsopen, type, kCloseOnExec));
  if (!context) return "";
  long mounted = -1;
  if (syscall(SYS_fsconfig, context.get(), kCreate, nullptr, nullptr, 0) == 0)
    mounted = syscall(SYS_fsmount, context.get(), kCloseOnExec, 0u);
  return mounted == -1 ? "" : "/proc/self/fd/" + std::to_string(mounted);
}

inline std::string Tracefs() {
  static const std::string path = KernelFilesystem("tracefs", "/sys/kernel/tracing");
  return path;
}

inline std::string Debugfs() {
  static const std::string path = KernelFilesystem("debugfs", "/sys/kernel/debug");
  return path;
}

}  // namespace rct

#endif  // RCT_PROBE_KERNEL_FILESYSTEM_H_

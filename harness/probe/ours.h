// SPDX-License-Identifier: MIT
// Directories that the suite makes in the kernel's own filesystems. Their names contain the thread's id, so
// that two runs at once do not collide, and so that leftovers of a killed run can be recognized.
#ifndef RCT_PROBE_OURS_H_
#define RCT_PROBE_OURS_H_

#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace rct {

inline constexpr char kOurs[] = "/rseq-conformance-";  // followed by the thread's id

inline std::string OursIn(const std::string& directory) {
  return directory + kOurs + std::to_string(syscall(SYS_gettid));
}

// Removes the directories of threads that no longer exist.
inline void RemoveOrphans(const std::string& directory) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::string path = entry.path();
    const std::size_t id = path.rfind(kOurs);
    if (id == std::string::npos) continue;
    const std::string thread = path.substr(id + sizeof kOurs - 1);
    if (access(("/proc/" + thread).c_str(), F_OK) != 0) rmdir(path.c_str());
  }
}

}  // namespace rct

#endif  // RCT_PROBE_OURS_H_

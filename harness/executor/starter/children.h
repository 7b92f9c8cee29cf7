// SPDX-License-Identifier: MIT
// The children of the calling process, which include the orphans that a subreaper adopts.
#ifndef RCT_STARTER_CHILDREN_H_
#define RCT_STARTER_CHILDREN_H_

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

namespace rct {

// 0 if there is no such process.
inline pid_t ParentOf(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text, '\0');  // the name, in parentheses, may contain anything
  char state = 0;
  int parent = 0;
  const std::size_t after_name = text.rfind(')') + 1;
  return std::sscanf(text.c_str() + after_name, " %c %d", &state, &parent) == 2 ? parent : 0;
}

inline std::vector<pid_t> Children() {
  std::vector<pid_t> children;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", gone)) {
    const pid_t pid = atoi(entry.path().filename().c_str());
    if (pid > 0 && ParentOf(pid) == getpid()) children.push_back(pid);
  }
  return children;
}

}  // namespace rct

#endif  // RCT_STARTER_CHILDREN_H_

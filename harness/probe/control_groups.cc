// SPDX-License-Identifier: MIT
#include "control_groups.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "ours.h"

namespace rct {
namespace {

bool Lists(const std::string& words, const std::string& word) {
  return ("," + words + ",").find("," + word + ",") != std::string::npos;
}

// Where the hierarchy of a version 1 controller is mounted, or the version 2 hierarchy for "".
std::string Hierarchy(const std::string& controller) {
  std::ifstream mounts("/proc/self/mounts");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string device, path, type, options;
    words >> device >> path >> type >> options;
    if (controller.empty() ? type == "cgroup2" : type == "cgroup" && Lists(options, controller)) return path;
  }
  return "";
}

// Groups that may get a subgroup: in version 2 the caller's group and those above it, nearest first; in
// version 1 the caller's.
std::vector<std::string> Parents(const std::string& controller) {
  std::vector<std::string> parents, older;
  std::ifstream groups("/proc/self/cgroup");  // "4:cpu,cpuacct:/path", or "0::/path" in version 2
  for (std::string line; std::getline(groups, line);) {
    const std::size_t names = line.find(':') + 1, path_at = line.find(':', names) + 1;
    const std::string controllers = line.substr(names, path_at - 1 - names);
    std::string path = line.substr(path_at);
    if (!controllers.empty() && !Lists(controllers, controller)) continue;
    const std::string root = Hierarchy(controllers.empty() ? "" : controller);
    if (root.empty()) continue;
    if (!controllers.empty()) {
      older.push_back(root + path);
      continue;
    }
    for (; path.size() > 1; path.resize(path.rfind('/'))) parents.push_back(root + path);
    parents.push_back(root);
  }
  parents.insert(parents.end(), older.begin(), older.end());
  return parents;
}

// Makes a group that has one of these files.
std::string Make(const std::string& controller, const std::vector<std::string>& files) {
  for (const std::string& parent : Parents(controller)) {
    RemoveOrphans(parent);
    std::string group = OursIn(parent);
    if (mkdir(group.c_str(), 0755) != 0) continue;
    for (const std::string& file : files)
      if (access((group + "/").append(file).c_str(), W_OK) == 0) return group;
    rmdir(group.c_str());
  }
  return "";
}

}  // namespace

std::string MakeFreezerGroup() { return Make("", {"cgroup.freeze"}); }
std::string MakeCpuGroup() { return Make("cpu", {"cpu.max", "cpu.cfs_quota_us"}); }
std::string MakeCpusetGroup() { return Make("cpuset", {"cpuset.cpus"}); }

}  // namespace rct

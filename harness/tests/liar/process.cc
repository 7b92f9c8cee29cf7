// SPDX-License-Identifier: MIT
#include "process.h"

#include <dirent.h>
#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace rct::liar {
namespace {

std::string Proc(pid_t thread, const char* file) { return "/proc/" + std::to_string(thread) + "/" + file; }

// The field of /proc/N/status with this name, as a number; 0 where there is none.
pid_t StatusField(pid_t thread, const std::string& name) {
  std::ifstream file(Proc(thread, "status"));
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return atoi(line.c_str() + name.size() + 1);
  return 0;
}

}  // namespace

ThreadFacts LookAt(pid_t thread) {
  std::ifstream file(Proc(thread, "stat"));
  std::string text;
  std::getline(file, text);
  const std::size_t after_name = text.rfind(')');  // the name may hold anything, also spaces and brackets
  if (after_name == std::string::npos) return {};
  ThreadFacts facts;
  std::istringstream fields(text.substr(after_name + 1));
  std::string field;
  for (int number = 3; fields >> field; ++number) {  // numbered as in proc(5)
    if (number == 4) facts.parent = atoi(field.c_str());
    if (number == 22) facts.identity.born = std::strtoull(field.c_str(), nullptr, 10);
    if (number == 28) facts.identity.stack = std::strtoull(field.c_str(), nullptr, 10);
    if (number == 39) facts.cpu = atoi(field.c_str());
  }
  facts.process = StatusField(thread, "Tgid");
  facts.there = true;
  return facts;
}

bool ShareMemory(pid_t one, pid_t other) { return syscall(SYS_kcmp, one, other, KCMP_VM, 0, 0) == 0; }

int NodeOf(int cpu) {
  const std::string directory = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/node";
  for (int node = 0; node < 64; ++node)
    if (access((directory + std::to_string(node)).c_str(), F_OK) == 0) return node;
  return 0;
}

void KillAllChildren() {
  for (;;) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == -1) return;  // none left
    DIR* directory = opendir("/proc");
    while (const dirent* entry = directory != nullptr ? readdir(directory) : nullptr) {
      const pid_t process = atoi(entry->d_name);
      if (process > 0 && StatusField(process, "PPid") == getpid()) kill(process, SIGKILL);
    }
    if (directory != nullptr) closedir(directory);
    waitpid(-1, nullptr, 0);
  }
}

}  // namespace rct::liar

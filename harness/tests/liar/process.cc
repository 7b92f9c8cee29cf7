// SPDX-License-Identifier: MIT
#include "process.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

namespace rct::liar {
namespace {

std::string Proc(pid_t thread, const char* file) { return "/proc/" + std::to_string(thread) + "/" + file; }

// The field of /proc/N/status with this name, as a number; 0 if there is none.
pid_t StatusField(pid_t thread, const std::string& name) {
  std::ifstream file(Proc(thread, "status"));
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return atoi(line.c_str() + name.size() + 1);
  return 0;
}

}  // namespace

ThreadFacts LookAt(pid_t thread) {
  char text[1024];
  const int file = open(Proc(thread, "stat").c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t size = file == -1 ? -1 : read(file, text, sizeof text - 1);
  close(file);
  if (size <= 0) return {};
  text[size] = '\0';
  const char* at = std::strrchr(text, ')');  // the name may contain anything, also spaces and brackets
  ThreadFacts facts;
  facts.there = true;
  for (int number = 3; at != nullptr && number <= 39; ++number) {  // numbered as in proc(5)
    at = std::strchr(at + 1, ' ');
    if (at == nullptr) break;
    if (number == 4) facts.parent = atoi(at);
    if (number == 22) facts.identity.born = std::strtoull(at, nullptr, 10);
    if (number == 28) facts.identity.stack = std::strtoull(at, nullptr, 10);
    if (number == 39) facts.cpu = atoi(at);
  }
  return facts;
}

pid_t ProcessOf(pid_t thread) { return StatusField(thread, "Tgid"); }

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

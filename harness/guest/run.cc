// SPDX-License-Identifier: MIT
#include "run.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace rct {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kMostOutput = std::size_t{64} * 1024;
constexpr char kTunable[] = "GLIBC_TUNABLES=glibc.pthread.rseq=0";

int child_signals = -1;  // signalfd(2) of SIGCHLD

// A non-blocking pipe's reading end and what came out of it so far.
class Reader {
 public:
  Reader() {
    if (pipe2(ends_, O_CLOEXEC) == -1) {
      std::perror("rct-executor: pipe");
      _exit(2);
    }
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
  }
  ~Reader() {
    close(ends_[0]);
    CloseWriter();
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  int descriptor() const { return open_ ? ends_[0] : -1; }
  int writer() const { return ends_[1]; }
  void CloseWriter() {
    if (ends_[1] != -1) close(ends_[1]);
    ends_[1] = -1;
  }
  // Everything that is there to be read now.
  std::string Take() {
    std::string text;
    char buffer[16384];
    for (;;) {
      const ssize_t size = read(ends_[0], buffer, sizeof buffer);
      if (size > 0) {
        text.append(buffer, static_cast<std::size_t>(size));
        continue;
      }
      if (size == 0) open_ = false;
      return text;
    }
  }

 private:
  int ends_[2];
  bool open_ = true;
};

[[noreturn]] void Execute(const CaseOrder& order, int stream, int output) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  sigset_t set;
  sigemptyset(&set);
  sigprocmask(SIG_SETMASK, &set, nullptr);
  const int null = open("/dev/null", O_RDONLY);
  dup2(null, 0);
  dup2(output, 1);
  dup2(output, 2);
  fcntl(stream, F_SETFD, 0);
  setenv("RCT_STREAM", std::to_string(stream).c_str(), 1);
  putenv(const_cast<char*>(kTunable));
  std::vector<char*> argv;
  argv.push_back(const_cast<char*>(order.binary.c_str()));
  for (const std::string& argument : order.arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(order.binary.c_str(), argv.data());
  _exit(errno);
}

// Kills and reaps every process that the case left behind, also those that changed their process group: as
// orphans they became our children. Zombies that had ended by themselves do not count.
int Sweep(pid_t group) {
  int status = 0;
  while (waitpid(-1, &status, WNOHANG) > 0) {
  }
  int count = 0;
  for (;;) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == -1) return count;  // ECHILD: none left
    kill(-group, SIGKILL);
    DIR* directory = opendir("/proc");
    while (const dirent* entry = directory != nullptr ? readdir(directory) : nullptr) {
      const pid_t pid = atoi(entry->d_name);
      if (pid <= 0) continue;
      char path[64];
      std::snprintf(path, sizeof path, "/proc/%d/stat", pid);
      char text[512];
      FILE* file = std::fopen(path, "re");
      if (file == nullptr) continue;
      const std::size_t size = std::fread(text, 1, sizeof text - 1, file);
      std::fclose(file);
      text[size] = '\0';
      const char* after_name = std::strrchr(text, ')');
      char state = 0;
      int parent = 0;
      if (after_name != nullptr && std::sscanf(after_name + 1, " %c %d", &state, &parent) == 2 &&
          parent == getpid())
        kill(pid, SIGKILL);
    }
    if (directory != nullptr) closedir(directory);
    if (waitpid(-1, &status, 0) > 0) ++count;
  }
}

// Hands over complete lines, keeps the rest.
void Lines(std::string& text, const std::function<void(const std::string&)>& line) {
  for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
    line(text.substr(0, end));
}

}  // namespace

void PrepareToRun() {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  child_signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

CaseEnd RunCase(const CaseOrder& order, const std::function<void(const std::string&)>& line) {
  CaseEnd end{"exit", 0, 0, 0, 0, "", false};
  if (access(order.binary.c_str(), X_OK) != 0) {
    end.how = "unstartable";
    end.status = errno;
    return end;
  }
  Reader stream;
  Reader output;
  const auto begin = Clock::now();
  const pid_t pid = fork();
  if (pid == 0) Execute(order, stream.writer(), output.writer());
  if (pid == -1) {
    end.how = "unstartable";
    end.status = errno;
    return end;
  }
  setpgid(pid, pid);
  stream.CloseWriter();
  output.CloseWriter();

  std::string lines;
  const auto take = [&] {
    lines += stream.Take();
    Lines(lines, line);
    const std::string text = output.Take();
    const std::size_t room = kMostOutput - end.output.size();
    end.truncated = end.truncated || text.size() > room;
    end.output += text.substr(0, room);
  };
  const auto deadline = begin + std::chrono::milliseconds(order.limit_ms);
  bool timed_out = false;
  rusage usage{};
  int status = 0;
  while (wait4(pid, &status, WNOHANG, &usage) == 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      timed_out = true;
      kill(-pid, SIGKILL);
      wait4(pid, &status, 0, &usage);
      break;
    }
    pollfd polls[] = {
        {child_signals, POLLIN, 0}, {stream.descriptor(), POLLIN, 0}, {output.descriptor(), POLLIN, 0}};
    poll(polls, 3, static_cast<int>(left) + 1);
    signalfd_siginfo info;
    while (read(child_signals, &info, sizeof info) > 0) {
    }
    take();
  }
  end.wall_us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
  end.leftover = Sweep(pid);
  take();
  if (!lines.empty()) line(lines);  // cut off in the middle; the reader will say so
  end.cpu_us = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec +
               usage.ru_stime.tv_usec;
  if (timed_out) {
    end.how = "timeout";
    end.leftover = 0;  // they were killed with it
  } else if (WIFSIGNALED(status)) {
    end.how = "signal";
    end.status = WTERMSIG(status);
  } else {
    end.status = WEXITSTATUS(status);
  }
  return end;
}

}  // namespace rct

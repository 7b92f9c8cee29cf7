// SPDX-License-Identifier: MIT
#include "run.h"

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
#include <filesystem>
#include <fstream>
#include <system_error>

#include "rct/file.h"
#include "rct/uninterrupted.h"

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
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) == -1) {
      std::perror("rct-executor: pipe");
      _exit(2);
    }
    reader_ = File(ends[0]);
    writer_ = File(ends[1]);
    fcntl(reader_.get(), F_SETFL, O_NONBLOCK);
  }

  int descriptor() const { return open_ ? reader_.get() : -1; }
  int writer() const { return writer_.get(); }
  void CloseWriter() { writer_.Close(); }
  // Everything that is there to be read now.
  std::string Take() {
    std::string text;
    char buffer[16384];
    for (;;) {
      const ssize_t size = read(reader_.get(), buffer, sizeof buffer);
      if (size > 0) {
        text.append(buffer, static_cast<std::size_t>(size));
        continue;
      }
      if (size == 0) open_ = false;
      return text;
    }
  }

 private:
  File reader_, writer_;
  bool open_ = true;
};

// Becomes the case; where that fails, writes errno to `failed`, which the case does not inherit.
[[noreturn]] void Execute(const CaseOrder& order, int stream, int output, int failed) {
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
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(failed, &error, sizeof error);
  _exit(1);
}

// 0 where there is no such process.
pid_t ParentOf(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text, '\0');  // the name, in parentheses, may hold anything
  char state = 0;
  int parent = 0;
  const std::size_t after_name = text.rfind(')') + 1;
  return std::sscanf(text.c_str() + after_name, " %c %d", &state, &parent) == 2 ? parent : 0;
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
    std::error_code gone;
    for (const auto& entry : std::filesystem::directory_iterator("/proc", gone)) {
      const pid_t pid = atoi(entry.path().filename().c_str());
      if (pid > 0 && ParentOf(pid) == getpid()) kill(pid, SIGKILL);
    }
    if (Uninterrupted([&status] { return waitpid(-1, &status, 0); }) > 0) ++count;
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
  Reader stream;
  Reader output;
  Reader failed;
  const auto begin = Clock::now();
  const pid_t pid = fork();
  if (pid == 0) Execute(order, stream.writer(), output.writer(), failed.writer());
  if (pid == -1) {
    end.how = "unstartable";
    end.status = errno;
    return end;
  }
  setpgid(pid, pid);
  stream.CloseWriter();
  output.CloseWriter();
  failed.CloseWriter();

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
      Uninterrupted([&] { return wait4(pid, &status, 0, &usage); });
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
  const std::string error = failed.Take();
  if (error.size() == sizeof end.status) {
    end.how = "unstartable";
    std::memcpy(&end.status, error.data(), sizeof end.status);
  } else if (timed_out) {
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

// SPDX-License-Identifier: MIT
// rct-starter: starts the cases of one ABI for the executor, one at a time. It loads and relocates librct
// once. A case is a fork of the starter that loads the case's program, which is also a shared object: that
// takes half the time of an exec. A file that dlopen(3) refuses is executed.
//
// The starter waits for the end of the case and kills what the case leaves behind. It has no threads and does
// not call rseq(2), so to the kernel a case is a process that was never registered.
#include "main.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "children.h"
#include "message.h"
#include "rct/file.h"
#include "rct/uninterrupted.h"

namespace rct {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSocket = 0;  // leads to the executor

struct Received {
  StartOrder order;
  File stream, output;
};

// The next order; nothing if the executor is gone or the order is incomplete.
std::optional<Received> Receive() {
  static std::array<char, kLongestMessage> text;
  Parcel parcel(text.data(), text.size());
  const ssize_t size = Uninterrupted([&] { return recvmsg(kSocket, &parcel.message, MSG_CMSG_CLOEXEC); });
  const cmsghdr* const header = CMSG_FIRSTHDR(&parcel.message);
  if (size <= 0 || (parcel.message.msg_flags & MSG_TRUNC) != 0 || header == nullptr ||
      header->cmsg_len != CMSG_LEN(Parcel::kDescriptorBytes))
    return std::nullopt;
  std::array<int, Parcel::kDescriptors> descriptors;
  std::memcpy(descriptors.data(), CMSG_DATA(header), sizeof descriptors);
  return Received{StartOrder::Of(std::string(text.data(), static_cast<std::size_t>(size))),
                  File(descriptors[0]), File(descriptors[1])};
}

// Prepares the calling process to run the case.
void Prepare(const Received& received) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  sigset_t set;
  sigemptyset(&set);
  sigprocmask(SIG_SETMASK, &set, nullptr);
  const File null(open("/dev/null", O_RDONLY | O_CLOEXEC));
  dup2(null.get(), 0);
  dup2(received.output.get(), 1);
  dup2(received.output.get(), 2);
  fcntl(received.stream.get(), F_SETFD, 0);
  setenv("RSEQCT_STREAM", std::to_string(received.stream.get()).c_str(), 1);
}

// Becomes the case, in a new process. On failure, writes errno to `failed`.
[[noreturn]] void Become(Received received, File failed) {
  Prepare(received);
  std::vector<char*> argv;
  argv.reserve(received.order.words.size() + 1);
  for (std::string& word : received.order.words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const char* const program = argv[0];
  if (dlopen(program, RTLD_LAZY | RTLD_GLOBAL) != nullptr) {  // global, like an executed program's symbols
    failed.Close();
    received.output.Close();  // exec would close it, too
    prctl(PR_SET_NAME, std::filesystem::path(program).filename().c_str());
    std::exit(Main(program, static_cast<int>(argv.size()) - 1, argv.data()));
  }
  execv(program, argv.data());
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(failed.get(), &error, sizeof error);
  _exit(1);
}

// Kills and reaps every process that the case left behind. Those that changed their process group are found
// as well, because orphans become our children. Zombies that ended on their own do not count.
int Sweep(pid_t group) {
  int status = 0;
  while (waitpid(-1, &status, WNOHANG) > 0) {
  }
  int count = 0;
  for (;;) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == -1) return count;  // ECHILD: none left
    kill(-group, SIGKILL);
    for (const pid_t pid : Children()) kill(pid, SIGKILL);
    if (Uninterrupted([&status] { return waitpid(-1, &status, 0); }) > 0) ++count;
  }
}

long Microseconds(const timeval& time) { return time.tv_sec * 1000000L + time.tv_usec; }

// Waits for the end of a process, and kills its process group at the deadline.
CaseEnd WaitFor(pid_t pid, Clock::time_point deadline, int child_signals) {
  CaseEnd end;
  rusage usage{};
  int status = 0;
  bool timed_out = false;
  while (wait4(pid, &status, WNOHANG, &usage) == 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      timed_out = true;
      kill(-pid, SIGKILL);
      Uninterrupted([&] { return wait4(pid, &status, 0, &usage); });
      break;
    }
    pollfd polled{child_signals, POLLIN, 0};
    poll(&polled, 1, static_cast<int>(left) + 1);
    signalfd_siginfo info;
    while (read(child_signals, &info, sizeof info) > 0) {
    }
  }
  end.cpu_us = Microseconds(usage.ru_utime) + Microseconds(usage.ru_stime);
  if (timed_out) {
    end.how = "timeout";
  } else if (WIFSIGNALED(status)) {
    end.how = "signal";
    end.status = WTERMSIG(status);
  } else {
    end.how = "exit";
    end.status = WEXITSTATUS(status);
  }
  return end;
}

CaseEnd Run(Received received, int child_signals) {
  CaseEnd end;
  std::array<int, 2> failed;
  const auto begin = Clock::now();
  const pid_t pid = pipe2(failed.data(), O_CLOEXEC) == -1 ? -1 : fork();
  if (pid == 0) {
    close(failed[0]);
    Become(std::move(received), File(failed[1]));
  }
  if (pid == -1) {
    end.status = errno;
    return end;
  }
  setpgid(pid, pid);
  const File reader(failed[0]);
  File(failed[1]).Close();
  received.stream.Close();
  received.output.Close();
  end = WaitFor(pid, begin + std::chrono::milliseconds(received.order.limit_ms), child_signals);
  end.wall_us = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
  const int leftover = Sweep(pid);
  if (end.how != "timeout") end.leftover = leftover;  // after a timeout they were killed with the case
  int error = 0;
  if (read(reader.get(), &error, sizeof error) == sizeof error) {
    end.how = "unstartable";
    end.status = error;
  }
  return end;
}

int Serve() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // no orphan escapes
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  const File child_signals(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  while (std::optional<Received> received = Receive()) {
    const std::string answer = Run(std::move(*received), child_signals.get()).Text();
    if (send(kSocket, answer.data(), answer.size(), MSG_NOSIGNAL) == -1) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace rct

int main() { return rct::Serve(); }

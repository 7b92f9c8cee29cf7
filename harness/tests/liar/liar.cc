// SPDX-License-Identifier: MIT
// rct-liar: runs a program on a kernel that lies about rseq(2) in one chosen way. A test that cannot fail is
// defective; this makes tests fail.
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "process.h"
#include "supervisor.h"

namespace rct::liar {
namespace {

constexpr char kHelp[] =
    "usage: rct-liar LIE -- PROGRAM [ARGUMENT...]\n"
    "       rct-liar --list\n"
    "\n"
    "Runs the program, and every process below it, on a kernel that lies about rseq(2) in one way (seccomp "
    "user\n"
    "notification). Ends as the program does; what it leaves behind is killed.\n"
    "\n"
    "  --list   print the lies: name, the system calls that it looks at (in brackets where the filter alone\n"
    "           answers them), and what is wrong with that kernel\n"
    "\n"
    "exit status: the program's (128+N where it cannot die of signal N); 2 usage; 125 no such filter can be "
    "installed;\n"
    "127 the program cannot be executed\n";

enum Exit { kUsage = 2, kNoFilter = 125, kNoProgram = 127 };

[[noreturn]] void Fail(Exit status, const char* what, int error) {
  std::fprintf(stderr, "rct-liar: %s: %s\n", what, std::strerror(error));
  _exit(status);
}

void SendDescriptor(int socket, int descriptor) {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)] = {};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptor);
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  if (sendmsg(socket, &message, 0) != 1) Fail(kNoFilter, "cannot hand over the listener", errno);
}

// -1 if the other side sent none.
int ReceiveDescriptor(int socket) {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1) return -1;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  int descriptor = -1;
  if (header != nullptr) std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
  return descriptor;
}

[[noreturn]] void Become(char** program, const Lie& lie, int socket, const sigset_t& mask) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  const int listener = InstallFilter(lie);
  if (listener == -1) Fail(kNoFilter, "cannot install the filter", errno);
  SendDescriptor(socket, listener);
  close(listener);
  execvp(program[0], program);
  Fail(kNoProgram, program[0], errno);
}

// Dies as the program did.
[[noreturn]] void EndAs(int status) {
  if (WIFEXITED(status)) _exit(WEXITSTATUS(status));
  const int signal = WTERMSIG(status);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  ::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
  raise(signal);
  _exit(128 + signal);
}

// Answers notifications until the program ends, or a signal ends the liar. Returns the program's wait status.
int Supervise(Supervisor& supervisor, int listener, int signals, pid_t program) {
  pollfd polls[] = {{listener, POLLIN, 0}, {signals, POLLIN, 0}};
  for (;;) {
    poll(polls, 2, -1);
    if ((polls[0].revents & POLLIN) != 0) supervisor.AnswerOne();
    if ((polls[0].revents & POLLHUP) != 0) polls[0].fd = -1;  // no caller is left
    if ((polls[1].revents & POLLIN) == 0) continue;
    signalfd_siginfo info{};
    if (read(signals, &info, sizeof info) == sizeof info && info.ssi_signo != SIGCHLD) {
      KillAllChildren();
      return static_cast<int>(info.ssi_signo);
    }
    int status = 0;
    for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) > 0;)
      if (ended == program) return status;
  }
}

int Run(const Lie& lie, char** program) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t watched;
  sigset_t before;
  sigemptyset(&watched);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&watched, signal);
  sigprocmask(SIG_BLOCK, &watched, &before);
  const int signals = signalfd(-1, &watched, SFD_CLOEXEC);
  int sockets[2];
  if (signals == -1 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == -1)
    Fail(kNoFilter, "cannot prepare", errno);
  const pid_t child = fork();
  if (child == -1) Fail(kNoFilter, "fork", errno);
  if (child == 0) {
    close(sockets[0]);
    Become(program, lie, sockets[1], before);
  }
  close(sockets[1]);
  const int listener = ReceiveDescriptor(sockets[0]);
  int status = 0;
  if (listener == -1) {
    waitpid(child, &status, 0);  // the child has printed the reason
  } else {
    Supervisor supervisor(lie, listener);
    status = Supervise(supervisor, listener, signals, child);
  }
  KillAllChildren();
  EndAs(status);
}

// The system calls that wait for the liar's answer; in brackets: those that the filter answers.
std::string LooksAt(const Lie& lie) {
  std::string names;
  const auto add = [&](bool wanted, const char* name) {
    if (wanted) names += (names.empty() ? "" : ",") + std::string(name);
  };
  add(lie.rseq != nullptr, "rseq");
  add(lie.membarrier != nullptr, "membarrier");
  add(lie.configuration != nullptr, "ptrace");
  add(lie.execute != nullptr, "execve");
  add(lie.unmap != nullptr, "munmap");
  if (lie.unregister_gives) names = "(rseq)";
  if (lie.fence_gives) names = "(membarrier)";
  return names;
}

int Main(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "";
  if (first == "--help" || first == "-h") {
    std::fputs(kHelp, stdout);
    return 0;
  }
  if (first == "--list" && argc == 2) {
    for (const Lie& lie : Lies()) std::printf("%-36s %-26s %s\n", lie.name, LooksAt(lie).c_str(), lie.wrong);
    return 0;
  }
  if (argc < 4 || std::strcmp(argv[2], "--") != 0) {
    std::fputs(kHelp, stderr);
    return kUsage;
  }
  const Lie* lie = FindLie(first);
  if (lie == nullptr) {
    std::fprintf(stderr, "rct-liar: no such lie: %s (--list prints them)\n", argv[1]);
    return kUsage;
  }
  return Run(*lie, argv + 3);
}

}  // namespace
}  // namespace rct::liar

int main(int argc, char** argv) { return rct::liar::Main(argc, argv); }
